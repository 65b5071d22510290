// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const getOverviewCall: Call<"getOverview"> = {
  id: "getOverview",
  tag: "stats",
  method: "GET",
  path: "/v1/stats/overview",
};
