"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX, Send } from "lucide-react";
import { queryKeyOf } from "@/components/queries/endpoint-query";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { textLink } from "@/components/ui/text-link";
import { attemptText } from "@/components/webhooks/attempt-text";
import { deliveryQuery } from "@/components/webhooks/queries";
import { listWebhookDeliveriesCall } from "@/lib/api/calls/list-webhook-deliveries";
import { sendTestEventCall } from "@/lib/api/calls/send-test-event";
import { request } from "@/lib/api/client";
import type { WebhookDeliveryResource } from "@/lib/webhooks/schema";

/** Sends one test event, and shows the response. */
export function SendTest({ endpointId }: { endpointId: string }) {
  const client = useQueryClient();
  const send = useMutation({
    mutationFn: () => request(sendTestEventCall, { id: endpointId }),
    onSuccess: (delivery) => {
      client.setQueryData(deliveryQuery(delivery.id).queryKey, delivery);
      void client.invalidateQueries({ queryKey: queryKeyOf(listWebhookDeliveriesCall) });
    },
  });
  return (
    <section aria-label="Test event" className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="plain" writes busy={send.isPending} onClick={() => send.mutate()}>
          <Send aria-hidden className="size-4" />
          {send.isPending ? "Sending…" : "Send test event"}
        </Button>
        <p className="text-ink-soft text-sm">Sends one message now. It does not affect the endpoint's status.</p>
      </div>
      <div aria-live="polite" className="grid empty:hidden">
        {send.data && !send.isPending && <Outcome delivery={send.data} />}
        {send.isError && (
          <Notice tone="bad" icon={CircleX}>
            {send.error.message}
          </Notice>
        )}
      </div>
    </section>
  );
}

function Outcome({ delivery }: { delivery: WebhookDeliveryResource }) {
  const [attempt] = delivery.attempts;
  const ok = delivery.status === "succeeded";
  return (
    <Notice tone={ok ? "good" : "bad"} icon={ok ? CircleCheck : CircleX}>
      <div className="grid gap-2">
        <p>
          <span className="font-medium">{ok ? "Delivered." : "Not delivered."}</span>{" "}
          {attempt ? attemptText(attempt) : null}{" "}
          <Link href={`/webhooks/deliveries/${delivery.id}`} className={textLink}>
            Request and response
          </Link>
        </p>
        {attempt?.responseExcerpt && (
          <pre className="whitespace-pre-wrap rounded-md bg-card px-3 py-2 font-mono text-[13px] leading-5 [overflow-wrap:anywhere]">
            {attempt.responseExcerpt}
          </pre>
        )}
      </div>
    </Notice>
  );
}
