import { oneQuery } from "@/components/queries/endpoint-query";
import { getOverviewEndpoint, listDeliveryCountsEndpoint, listStateCountsEndpoint } from "@/lib/api/endpoints/stats";
import type { Environment } from "@/lib/kernel/scopes";

const pollMs = 10_000;
const stateDays = 30;
const deliveryDays = 14;

/** Keyed below "connections": a change of a connection refetches it. */
export function overviewQuery(environment: Environment) {
  return {
    ...oneQuery(getOverviewEndpoint, { environment }, { refetchInterval: pollMs }),
    queryKey: ["connections", getOverviewEndpoint.id, { environment }],
  };
}

export function stateHistoryQuery(environment: Environment) {
  return oneQuery(listStateCountsEndpoint, { days: stateDays, environment }, { staleTime: 60_000 });
}

export function deliveryHistoryQuery(environment: Environment) {
  return oneQuery(listDeliveryCountsEndpoint, { days: deliveryDays, environment }, { staleTime: 60_000 });
}
