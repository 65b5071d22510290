import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { request } from "@/lib/api/client";
import { listApplicationsEndpoint } from "@/lib/api/endpoints/applications";
import { getConnectionEndpoint, listConnectionsEndpoint, listEventsEndpoint } from "@/lib/api/endpoints/connections";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";

const pollMs = 2_000;
const pageSize = 20;
const maxPages = 20;

const unarchived: ConnectionState[] = connectionStates.filter((state) => state !== "archived");

/** The list, polled while the tab is visible; more pages are polled less often. */
export function connectionsQuery(filter: { q: string; archived: boolean }) {
  return infiniteQueryOptions({
    queryKey: ["connections", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      request(
        listConnectionsEndpoint,
        {
          limit: pageSize,
          ...(pageParam === null ? {} : { cursor: pageParam }),
          ...(filter.q === "" ? {} : { q: filter.q }),
          ...(filter.archived ? {} : { state: unarchived }),
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
    refetchInterval: (query) => pollMs * (query.state.data?.pages.length ?? 1),
    placeholderData: keepPreviousData,
  });
}

export function connectionQuery(id: string) {
  return queryOptions({
    queryKey: ["connections", "one", id],
    queryFn: ({ signal }) => request(getConnectionEndpoint, { id }, { signal }),
    refetchInterval: (query) => (query.state.data?.state === "archived" ? false : pollMs),
  });
}

export function eventsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ["connections", "events", id],
    queryFn: ({ pageParam, signal }) =>
      request(
        listEventsEndpoint,
        { id, limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
    refetchInterval: (query) => pollMs * (query.state.data?.pages.length ?? 1),
  });
}

/** The application that new connections belong to: the newest. */
export const firstApplicationQuery = queryOptions({
  queryKey: ["applications", "first"],
  queryFn: async ({ signal }) => {
    const { data } = await request(listApplicationsEndpoint, { limit: 1 }, { signal });
    return data[0] ?? null;
  },
  staleTime: 60_000,
});
