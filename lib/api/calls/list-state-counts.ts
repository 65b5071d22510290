// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listStateCountsCall: Call<"listStateCounts"> = {
  id: "listStateCounts",
  tag: "stats",
  method: "GET",
  path: "/v1/stats/states",
  max: {
    days: 365,
  },
};
