// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const changePlanCall: Call<"changePlan"> = {
  id: "changePlan",
  tag: "plans",
  method: "POST",
  path: "/v1/subscriptions",
};
