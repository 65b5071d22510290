import { oneQuery } from "@/components/queries/endpoint-query";
import { getOverviewCall } from "@/lib/api/calls/get-overview";
import { listDeliveryCountsCall } from "@/lib/api/calls/list-delivery-counts";
import { listStateCountsCall } from "@/lib/api/calls/list-state-counts";
import type { Environment } from "@/lib/kernel/scopes";

const pollMs = 10_000;
const stateDays = 30;
const deliveryDays = 14;

/** Keyed below "connections": a change of a connection refetches it. */
export function overviewQuery(environment: Environment) {
  return {
    ...oneQuery(getOverviewCall, { environment }, { refetchInterval: pollMs }),
    queryKey: ["connections", getOverviewCall.id, { environment }],
  };
}

export function stateHistoryQuery(environment: Environment) {
  return oneQuery(listStateCountsCall, { days: stateDays, environment }, { staleTime: 60_000 });
}

export function deliveryHistoryQuery(environment: Environment) {
  return oneQuery(listDeliveryCountsCall, { days: deliveryDays, environment }, { staleTime: 60_000 });
}
