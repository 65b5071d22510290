import { queryOptions } from "@tanstack/react-query";
import { request } from "@/lib/api/client";
import {
  getSubscriptionEndpoint,
  getUsageEndpoint,
  listPlansEndpoint,
  listUsageEndpoint,
} from "@/lib/api/endpoints/plans";

/** As often as calls are counted. */
const pollMs = 10_000;
export const historyMonths = 12;

export const usageQuery = queryOptions({
  queryKey: ["usage", "now"],
  queryFn: ({ signal }) => request(getUsageEndpoint, {}, { signal }),
  refetchInterval: pollMs,
});

export const usageHistoryQuery = queryOptions({
  queryKey: ["usage", "history"],
  queryFn: ({ signal }) => request(listUsageEndpoint, { months: historyMonths }, { signal }),
  staleTime: 60_000,
});

export const subscriptionQuery = queryOptions({
  queryKey: ["usage", "subscription"],
  queryFn: ({ signal }) => request(getSubscriptionEndpoint, {}, { signal }),
});

export const plansQuery = queryOptions({
  queryKey: ["usage", "plans"],
  queryFn: async ({ signal }) => (await request(listPlansEndpoint, {}, { signal })).data,
  staleTime: 3_600_000,
});
