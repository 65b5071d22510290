// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listPlansCall: Call<"listPlans"> = {
  id: "listPlans",
  tag: "plans",
  method: "GET",
  path: "/v1/plans",
};
