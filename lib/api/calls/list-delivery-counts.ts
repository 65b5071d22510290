// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listDeliveryCountsCall: Call<"listDeliveryCounts"> = {
  id: "listDeliveryCounts",
  tag: "stats",
  method: "GET",
  path: "/v1/stats/deliveries",
  max: {
    days: 30,
  },
};
