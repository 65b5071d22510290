// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const sendTestEventCall: Call<"sendTestEvent"> = {
  id: "sendTestEvent",
  tag: "webhooks",
  method: "POST",
  path: "/v1/webhook-endpoints/{id}:test",
};
