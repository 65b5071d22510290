import { dataOf, oneQuery } from "@/components/queries/endpoint-query";
import { getSubscriptionCall } from "@/lib/api/calls/get-subscription";
import { getUsageCall } from "@/lib/api/calls/get-usage";
import { listPlansCall } from "@/lib/api/calls/list-plans";
import { listUsageCall } from "@/lib/api/calls/list-usage";

/** As often as calls are counted. */
const pollMs = 10_000;
const historyMonths = 12;

export const usageQuery = oneQuery(getUsageCall, {}, { refetchInterval: pollMs });

export const usageHistoryQuery = oneQuery(listUsageCall, { months: historyMonths }, { staleTime: 60_000 });

export const subscriptionQuery = oneQuery(getSubscriptionCall, {});

export const plansQuery = oneQuery(listPlansCall, {}, { select: dataOf, staleTime: 3_600_000 });
