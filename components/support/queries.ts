import { queryOptions } from "@tanstack/react-query";
import { request } from "@/lib/api/client";
import {
  diagnoseForSupportEndpoint,
  getSupportConnectionEndpoint,
  getSupportHealthEndpoint,
  getSupportQueueEndpoint,
  getSupportTenantEndpoint,
  listSupportTenantConnectionsEndpoint,
  searchSupportEndpoint,
} from "@/lib/api/endpoints/support";

const lookedAtMs = 15_000;
const queueMs = 60_000;

export const supportQueueQuery = queryOptions({
  queryKey: ["support", "queue"],
  queryFn: ({ signal }) => request(getSupportQueueEndpoint, {}, { signal }),
  refetchInterval: queueMs,
});

export const supportHealthQuery = queryOptions({
  queryKey: ["support", "health"],
  queryFn: ({ signal }) => request(getSupportHealthEndpoint, {}, { signal }),
  refetchInterval: lookedAtMs,
});

/** `q` has two characters at least: shorter ones are not asked for. */
export function supportSearchQuery(q: string) {
  return queryOptions({
    queryKey: ["support", "search", q],
    queryFn: ({ signal }) => request(searchSupportEndpoint, { q }, { signal }),
    enabled: q.length >= 2,
  });
}

export function supportConnectionQuery(id: string) {
  return queryOptions({
    queryKey: ["support", "connection", id],
    queryFn: ({ signal }) => request(getSupportConnectionEndpoint, { id }, { signal }),
    refetchInterval: lookedAtMs,
  });
}

/** Takes seconds: only when it is asked for, or the page opens. */
export function supportDiagnosisQuery(id: string) {
  return queryOptions({
    queryKey: ["support", "diagnosis", id],
    queryFn: ({ signal }) => request(diagnoseForSupportEndpoint, { id }, { signal }),
    staleTime: 30_000,
  });
}

export function supportTenantQuery(id: string) {
  return queryOptions({
    queryKey: ["support", "tenant", id],
    queryFn: ({ signal }) => request(getSupportTenantEndpoint, { id }, { signal }),
  });
}

const listSize = 50;

export function supportTenantConnectionsQuery(id: string) {
  return queryOptions({
    queryKey: ["support", "tenant", id, "connections"],
    queryFn: ({ signal }) => request(listSupportTenantConnectionsEndpoint, { id, limit: listSize }, { signal }),
  });
}
