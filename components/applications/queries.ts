import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { listApplicationsSchema, listKeysSchema } from "@/lib/accounts/applications/schema";
import { request } from "@/lib/api/client";
import { getApplicationEndpoint, listApplicationsEndpoint, listKeysEndpoint } from "@/lib/api/endpoints/applications";
import { countConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import type { countConnectionsSchema } from "@/lib/connections/schema";

const pageSize = 50;
const maxPages = 20;
const keysPollMs = 10_000;

export function applicationsInput(cursor: string | null = null): z.input<typeof listApplicationsSchema> {
  return { limit: pageSize, ...(cursor === null ? {} : { cursor }) };
}

export const applicationsQuery = infiniteQueryOptions({
  queryKey: ["applications", "list"],
  queryFn: ({ pageParam, signal }) => request(listApplicationsEndpoint, applicationsInput(pageParam), { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
});

export function applicationQuery(id: string) {
  return queryOptions({
    queryKey: ["applications", "one", id],
    queryFn: ({ signal }) => request(getApplicationEndpoint, { id }, { signal }),
  });
}

export function connectionCountInput(applicationId: string): z.input<typeof countConnectionsSchema> {
  return { applicationId };
}

/** How many connections an application has, by state. */
export function connectionCountQuery(applicationId: string) {
  return queryOptions({
    queryKey: ["connections", "count", { applicationId }],
    queryFn: ({ signal }) => request(countConnectionsEndpoint, connectionCountInput(applicationId), { signal }),
  });
}

export function keysInput(id: string, cursor: string | null = null): z.input<typeof listKeysSchema> {
  return { id, limit: pageSize, ...(cursor === null ? {} : { cursor }) };
}

/** Asked again now and then: when a key was used last is what people look for here. */
export function keysQuery(id: string) {
  return infiniteQueryOptions({
    queryKey: ["applications", "keys", id],
    queryFn: ({ pageParam, signal }) => request(listKeysEndpoint, keysInput(id, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
    refetchInterval: (query) => keysPollMs * (query.state.data?.pages.length ?? 1),
  });
}
