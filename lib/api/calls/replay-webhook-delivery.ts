// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const replayWebhookDeliveryCall: Call<"replayWebhookDelivery"> = {
  id: "replayWebhookDelivery",
  tag: "webhooks",
  method: "POST",
  path: "/v1/webhook-deliveries/{id}/replay",
};
