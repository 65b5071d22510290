import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "@/lib/api/client";
import {
  diagnoseForSupportEndpoint,
  getSupportConnectionEndpoint,
  getSupportHealthEndpoint,
  getSupportQueueEndpoint,
  getSupportTenantEndpoint,
  listFailedJobsEndpoint,
  listStuckConnectionsEndpoint,
  listSupportTenantConnectionsEndpoint,
  listSupportTenantsEndpoint,
  searchSupportEndpoint,
} from "@/lib/api/endpoints/support";
import { isSettled } from "@/lib/connections/machine";
import type { StuckBy, SupportConnection } from "@/lib/support/schema";

const lookedAtMs = 15_000;
const queueMs = 60_000;
const movingMs = 2_500;
const listSize = 50;
const maxPages = 100;

export const supportQueueQuery = queryOptions({
  queryKey: ["support", "queue"],
  queryFn: ({ signal }) => request(getSupportQueueEndpoint, {}, { signal }),
  refetchInterval: queueMs,
});

/** The verb's input for a page of a list: the server's prefetch and the browser's request ask for the same. */
export function pageInput(cursor: string | null = null): { limit: number; cursor?: string } {
  return { limit: listSize, ...(cursor === null ? {} : { cursor }) };
}

export function stuckConnectionsQuery(by: StuckBy, code: string) {
  return infiniteQueryOptions({
    queryKey: ["support", "queue", by, code],
    queryFn: ({ pageParam, signal }) =>
      request(listStuckConnectionsEndpoint, { by, code, ...pageInput(pageParam) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
  });
}

export const supportHealthQuery = queryOptions({
  queryKey: ["support", "health"],
  queryFn: ({ signal }) => request(getSupportHealthEndpoint, {}, { signal }),
  refetchInterval: lookedAtMs,
});

export const failedJobsQuery = infiniteQueryOptions({
  queryKey: ["support", "jobs"],
  queryFn: ({ pageParam, signal }) => request(listFailedJobsEndpoint, pageInput(pageParam), { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
});

/** `q` has three characters at least: shorter ones are not asked for. */
export function supportSearchQuery(q: string) {
  return queryOptions({
    queryKey: ["support", "search", q],
    queryFn: ({ signal }) => request(searchSupportEndpoint, { q }, { signal }),
    enabled: q.length >= 3,
  });
}

/** Asked again often while something moves, so that support sees it go live. */
export function supportConnectionQuery(id: string) {
  return queryOptions({
    queryKey: ["support", "connection", id],
    queryFn: ({ signal }) => request(getSupportConnectionEndpoint, { id }, { signal }),
    refetchInterval: (query) => (isMoving(query.state.data) ? movingMs : lookedAtMs),
  });
}

function isMoving(shown: SupportConnection | undefined): boolean {
  return shown !== undefined && !isSettled(shown.connection.state);
}

/** Takes seconds: only when it is asked for, or the page opens. */
export function supportDiagnosisQuery(id: string) {
  return queryOptions({
    queryKey: ["support", "diagnosis", id],
    queryFn: ({ signal }) => request(diagnoseForSupportEndpoint, { id }, { signal }),
    staleTime: 30_000,
  });
}

export const supportTenantsQuery = infiniteQueryOptions({
  queryKey: ["support", "tenants"],
  queryFn: ({ pageParam, signal }) => request(listSupportTenantsEndpoint, pageInput(pageParam), { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
});

export function supportTenantQuery(id: string) {
  return queryOptions({
    queryKey: ["support", "tenant", id],
    queryFn: ({ signal }) => request(getSupportTenantEndpoint, { id }, { signal }),
  });
}

export function supportTenantConnectionsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ["support", "tenant", id, "connections"],
    queryFn: ({ pageParam, signal }) =>
      request(listSupportTenantConnectionsEndpoint, { id, ...pageInput(pageParam) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
  });
}
