import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { ConnectionsView } from "@/components/connection-facts/view";
import { request } from "@/lib/api/client";
import { listApplicationNamesEndpoint } from "@/lib/api/endpoints/applications";
import { listChangesEndpoint } from "@/lib/api/endpoints/changes";
import {
  countConnectionsEndpoint,
  getConnectionEndpoint,
  getObservationsEndpoint,
  listConnectionsEndpoint,
  listEventsEndpoint,
} from "@/lib/api/endpoints/connections";
import { checkDomainEndpoint } from "@/lib/api/endpoints/domains";
import { listProvidersEndpoint } from "@/lib/api/endpoints/providers";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";
import type { countConnectionsSchema, listConnectionsSchema, listEventsSchema } from "@/lib/connections/schema";

const lookedAtMs = 20_000;
const pageSize = 20;
const maxPages = 20;
const tablePageSize = 50;
const searchSize = 8;

/** As many as one answer can hold. */
export const applicationNamesInput = { limit: 100 };
const catalogStaleMs = 5 * 60_000;

const unarchived: ConnectionState[] = connectionStates.filter((state) => state !== "archived");

/** Which connections a view leaves over, as the list and the counts are asked for them. */
export function filterOf({ q, applicationId, batchId }: ConnectionsView): z.input<typeof countConnectionsSchema> {
  return { ...(q && { q }), ...(applicationId && { applicationId }), ...(batchId && { batchId }) };
}

/** The verb's input for a page of the table: the server's prefetch and the browser's request ask for the same. */
export function connectionsInput(
  view: ConnectionsView,
  cursor: string | null = null,
): z.input<typeof listConnectionsSchema> {
  return {
    ...filterOf(view),
    state: view.states.length > 0 ? [...view.states] : unarchived,
    sort: view.sort,
    order: view.order,
    limit: tablePageSize,
    ...(cursor === null ? {} : { cursor }),
  };
}

/** The table's rows. Nothing is polled: `useConnectionChanges` says when to ask again. */
export function connectionsQuery(view: ConnectionsView) {
  return infiniteQueryOptions({
    queryKey: ["connections", "list", connectionsInput(view)],
    queryFn: ({ pageParam, signal }) => request(listConnectionsEndpoint, connectionsInput(view, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
    placeholderData: keepPreviousData,
  });
}

/** How many there are in each state, whatever states the view has chosen. */
export function connectionCountsQuery(view: ConnectionsView) {
  return queryOptions({
    queryKey: ["connections", "counts", filterOf(view)],
    queryFn: ({ signal }) => request(countConnectionsEndpoint, filterOf(view), { signal }),
    placeholderData: keepPreviousData,
  });
}

/** From where on changes are asked for. A server page takes it before it reads anything, so that nothing falls between. */
export const changesCursorQuery = queryOptions({
  queryKey: ["changes", "cursor"],
  queryFn: ({ signal }) => request(listChangesEndpoint, { wait: 0 }, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The applications that a form or a filter offers, newest first. */
export const applicationNamesQuery = queryOptions({
  queryKey: ["applications", "names"],
  queryFn: async ({ signal }) => (await request(listApplicationNamesEndpoint, applicationNamesInput, { signal })).data,
  staleTime: catalogStaleMs,
});

/** The catalog of DNS providers: names for the keys. */
export const providersQuery = queryOptions({
  queryKey: ["providers"],
  queryFn: async ({ signal }) => (await request(listProvidersEndpoint, {}, { signal })).data,
  staleTime: catalogStaleMs,
});

/** What would have to change to connect a hostname. Nothing is stored, so that it can be asked while somebody types. */
export function domainCheckQuery(hostname: string, applicationId: string | null) {
  return queryOptions({
    queryKey: ["domain-check", hostname, applicationId],
    queryFn: ({ signal }) =>
      request(checkDomainEndpoint, { hostname, ...(applicationId && { applicationId }) }, { signal }),
    staleTime: 30_000,
    retry: false,
  });
}

/** The first few hostnames that contain `q`, archived ones too: for the command palette. */
export function connectionSearchQuery(q: string) {
  return queryOptions({
    queryKey: ["connections", "search", q],
    queryFn: async ({ signal }) => {
      const { data } = await request(
        listConnectionsEndpoint,
        { limit: searchSize, ...(q === "" ? {} : { q }) },
        { signal },
      );
      return data;
    },
  });
}

export function connectionQuery(id: string) {
  return queryOptions({
    queryKey: ["connections", "one", id],
    queryFn: ({ signal }) => request(getConnectionEndpoint, { id }, { signal }),
    // Changes are told (`useConnectionChanges`); that the records were looked at once more is not.
    refetchInterval: (query) => (query.state.data?.state === "archived" ? false : lookedAtMs),
  });
}

/** What each nameserver said last. */
export function observationsQuery(id: string) {
  return queryOptions({
    queryKey: ["connections", "observations", id],
    queryFn: ({ signal }) => request(getObservationsEndpoint, { id }, { signal }),
    refetchInterval: lookedAtMs,
  });
}

export function eventsInput(id: string, cursor: string | null = null): z.input<typeof listEventsSchema> {
  return { id, limit: pageSize, ...(cursor === null ? {} : { cursor }) };
}

export function eventsQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ["connections", "events", id],
    queryFn: ({ pageParam, signal }) => request(listEventsEndpoint, eventsInput(id, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
  });
}
