// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listWebhookEndpointsCall: Call<"listWebhookEndpoints"> = {
  id: "listWebhookEndpoints",
  tag: "webhooks",
  method: "GET",
  path: "/v1/webhook-endpoints",
};
