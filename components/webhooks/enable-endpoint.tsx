"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { changeAhead } from "@/components/queries/change-ahead";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { endpointQuery, statusAhead } from "@/components/webhooks/queries";
import { updateWebhookEndpointCall } from "@/lib/api/calls/update-webhook-endpoint";
import { request } from "@/lib/api/client";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

/** Enables a paused or disabled endpoint. */
export function EnableEndpoint({
  endpoint,
  size = "medium",
}: {
  endpoint: WebhookEndpointResource;
  size?: "small" | "medium";
}) {
  const client = useQueryClient();
  const enable = useMutation({
    mutationFn: () =>
      changeAhead(client, statusAhead(endpoint, "enabled"), () =>
        request(updateWebhookEndpointCall, { id: endpoint.id, status: "enabled" }),
      ),
    onSuccess: (enabled) => {
      client.setQueryData(endpointQuery(enabled.id).queryKey, enabled);
      void client.invalidateQueries({ queryKey: ["webhooks"] });
      document.getElementById("content")?.focus();
      toast({ title: "Enabled", text: "Pending deliveries are sent now. Events since it was off are not." });
    },
    onError: (error) => toast({ title: "Could not enable the endpoint", text: error.message, tone: "bad" }),
  });
  return (
    <Button
      variant={size === "small" ? "plain" : "primary"}
      size={size}
      writes
      busy={enable.isPending}
      aria-label={size === "small" ? `Enable ${endpoint.url}` : undefined}
      onClick={() => enable.mutate()}
    >
      <Play aria-hidden className="size-4" />
      {enable.isPending ? "Enabling…" : "Enable"}
    </Button>
  );
}
