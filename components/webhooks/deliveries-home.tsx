"use client";

import { DeliveriesTable } from "@/components/webhooks/deliveries-table";
import { WebhooksFrame } from "@/components/webhooks/webhooks-frame";

export function DeliveriesHome() {
  return (
    <WebhooksFrame>
      <DeliveriesTable endpointId={null} />
    </WebhooksFrame>
  );
}
