// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createWebhookEndpointCall: Call<"createWebhookEndpoint"> = {
  id: "createWebhookEndpoint",
  tag: "webhooks",
  method: "POST",
  path: "/v1/webhook-endpoints",
  max: {
    url: 2048,
    description: 200,
    eventTypes: 18,
  },
};
