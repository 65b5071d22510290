// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const updateWebhookEndpointCall: Call<"updateWebhookEndpoint"> = {
  id: "updateWebhookEndpoint",
  tag: "webhooks",
  method: "PATCH",
  path: "/v1/webhook-endpoints/{id}",
  max: {
    url: 2048,
    description: 200,
    eventTypes: 18,
  },
};
