import { dataOf, oneQuery } from "@/components/queries/endpoint-query";
import {
  getSubscriptionEndpoint,
  getUsageEndpoint,
  listPlansEndpoint,
  listUsageEndpoint,
} from "@/lib/api/endpoints/plans";

/** As often as calls are counted. */
const pollMs = 10_000;
const historyMonths = 12;

export const usageQuery = oneQuery(getUsageEndpoint, {}, { refetchInterval: pollMs });

export const usageHistoryQuery = oneQuery(listUsageEndpoint, { months: historyMonths }, { staleTime: 60_000 });

export const subscriptionQuery = oneQuery(getSubscriptionEndpoint, {});

export const plansQuery = oneQuery(listPlansEndpoint, {}, { select: dataOf, staleTime: 3_600_000 });
