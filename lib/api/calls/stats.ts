// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const getOverviewCall: Call<"getOverview"> = {
  id: "getOverview",
  tag: "stats",
  method: "GET",
  path: "/v1/stats/overview",
};

export const listDeliveryCountsCall: Call<"listDeliveryCounts"> = {
  id: "listDeliveryCounts",
  tag: "stats",
  method: "GET",
  path: "/v1/stats/deliveries",
  max: {
    days: 30,
  },
};

export const listStateCountsCall: Call<"listStateCounts"> = {
  id: "listStateCounts",
  tag: "stats",
  method: "GET",
  path: "/v1/stats/states",
  max: {
    days: 365,
  },
};
