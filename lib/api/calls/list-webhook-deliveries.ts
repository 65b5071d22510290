// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listWebhookDeliveriesCall: Call<"listWebhookDeliveries"> = {
  id: "listWebhookDeliveries",
  tag: "webhooks",
  method: "GET",
  path: "/v1/webhook-deliveries",
  max: {
    q: 2048,
  },
};
