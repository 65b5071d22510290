import { oneQuery } from "@/components/queries/endpoint-query";
import { getOverviewEndpoint, listDeliveryCountsEndpoint, listStateCountsEndpoint } from "@/lib/api/endpoints/stats";

const pollMs = 10_000;
const stateDays = 30;
const deliveryDays = 14;

/** Keyed below "connections": a change of a connection refetches it. */
export const overviewQuery = {
  ...oneQuery(getOverviewEndpoint, {}, { refetchInterval: pollMs }),
  queryKey: ["connections", getOverviewEndpoint.id, {}],
};

export const stateHistoryQuery = oneQuery(listStateCountsEndpoint, { days: stateDays }, { staleTime: 60_000 });

export const deliveryHistoryQuery = oneQuery(listDeliveryCountsEndpoint, { days: deliveryDays }, { staleTime: 60_000 });
