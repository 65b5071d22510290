import { queryOptions } from "@tanstack/react-query";
import { request } from "@/lib/api/client";
import { getOverviewEndpoint, listDeliveryCountsEndpoint, listStateCountsEndpoint } from "@/lib/api/endpoints/stats";

const pollMs = 10_000;
export const stateDays = 30;
export const deliveryDays = 14;

/** Its key begins as those of connections do: what changes there is read again here at once. */
export const overviewQuery = queryOptions({
  queryKey: ["connections", "counts", "overview"],
  queryFn: ({ signal }) => request(getOverviewEndpoint, {}, { signal }),
  refetchInterval: pollMs,
});

export const stateHistoryQuery = queryOptions({
  queryKey: ["stats", "states"],
  queryFn: ({ signal }) => request(listStateCountsEndpoint, { days: stateDays }, { signal }),
  staleTime: 60_000,
});

export const deliveryHistoryQuery = queryOptions({
  queryKey: ["stats", "deliveries"],
  queryFn: ({ signal }) => request(listDeliveryCountsEndpoint, { days: deliveryDays }, { signal }),
  staleTime: 60_000,
});
