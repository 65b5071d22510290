// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const deleteWebhookEndpointCall: Call<"deleteWebhookEndpoint"> = {
  id: "deleteWebhookEndpoint",
  tag: "webhooks",
  method: "DELETE",
  path: "/v1/webhook-endpoints/{id}",
};
