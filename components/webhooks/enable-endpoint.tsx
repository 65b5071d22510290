"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { endpointQuery } from "@/components/webhooks/queries";
import { request } from "@/lib/api/client";
import { updateWebhookEndpointEndpoint } from "@/lib/api/endpoints/webhooks";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

/** The way back from paused and from disabled. */
export function EnableEndpoint({
  endpoint,
  size = "medium",
}: {
  endpoint: WebhookEndpointResource;
  size?: "small" | "medium";
}) {
  const client = useQueryClient();
  const enable = useMutation({
    mutationFn: () => request(updateWebhookEndpointEndpoint, { id: endpoint.id, status: "enabled" }),
    onSuccess: (enabled) => {
      client.setQueryData(endpointQuery(enabled.id).queryKey, enabled);
      void client.invalidateQueries({ queryKey: ["webhooks"] });
      document.getElementById("content")?.focus();
      toast({ title: "Enabled", text: "What was pending is sent now. What happened meanwhile made no deliveries." });
    },
    onError: (error) => toast({ title: "It is not enabled", text: error.message, tone: "bad" }),
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
