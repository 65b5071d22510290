import {
  type InfiniteData,
  infiniteQueryOptions,
  queryOptions,
  type UnusedSkipTokenInfiniteOptions,
  type UnusedSkipTokenOptions,
} from "@tanstack/react-query";
import type { Call, CallInput, CallOutput } from "@/lib/api/calls/call";
import { request } from "@/lib/api/client";
import type { EndpointId } from "@/lib/api/endpoints/registry";

type Key = readonly unknown[];

type Page = { nextCursor: string | null };

/** The endpoints whose response is one page of a list. */
type PageId = { [Id in EndpointId]: CallOutput<Id> extends Page ? Id : never }[EndpointId];

/** What a server page needs to prefetch a query: its key, and the call and input that answer it. */
export type EndpointQuery<Id extends EndpointId = EndpointId> = {
  queryKey: Key;
  call: Call<Id>;
  input: CallInput<Id>;
  /** Only on queries of `pageQuery`. */
  getNextPageParam?: unknown;
};

type OneOptions<Id extends EndpointId, T> = Omit<
  UnusedSkipTokenOptions<CallOutput<Id>, Error, T, Key>,
  "queryKey" | "queryFn"
>;

/** A query for an endpoint's answer to one input. Its key is made of both, so that pages and components share it. */
export function oneQuery<Id extends EndpointId, T = CallOutput<Id>>(
  call: Call<Id>,
  input: CallInput<Id>,
  options: OneOptions<Id, T> = {},
) {
  const query = queryOptions<CallOutput<Id>, Error, T, Key>({
    ...options,
    queryKey: queryKeyOf(call, input),
    queryFn: ({ signal }) => request(call, input, { signal }),
  });
  return { ...query, call, input };
}

type PageOptions<Id extends EndpointId> = Omit<
  UnusedSkipTokenInfiniteOptions<CallOutput<Id>, Error, InfiniteData<CallOutput<Id>>, Key, string | null>,
  "queryKey" | "queryFn" | "initialPageParam" | "getNextPageParam" | "maxPages"
> & {
  /** The most pages that are loaded. Default 20. */
  pageLimit?: number;
};

/** A query for a list, loaded page by page with its cursor. */
export function pageQuery<Id extends PageId>(
  call: Call<Id>,
  input: CallInput<Id>,
  { pageLimit = 20, ...options }: PageOptions<Id> = {},
) {
  const query = infiniteQueryOptions<CallOutput<Id>, Error, InfiniteData<CallOutput<Id>>, Key, string | null>({
    ...options,
    queryKey: [...queryKeyOf(call, input), "pages"],
    queryFn: ({ pageParam, signal }) =>
      request(call, pageParam === null ? input : ({ ...(input as object), cursor: pageParam } as typeof input), {
        signal,
      }),
    initialPageParam: null,
    getNextPageParam: (page, pages) => (pages.length < pageLimit ? (page as Page).nextCursor : null),
  });
  return { ...query, call, input };
}

/** The key of an endpoint's answer; without `input`, the prefix of all its keys. */
export function queryKeyOf({ tag, id }: Pick<Call, "tag" | "id">, input?: unknown): Key {
  return [tag, id, ...(input === undefined ? [] : [input])];
}

/** A `select` for lists that fit one page. */
export function dataOf<T>(answer: { data: T }): T {
  return answer.data;
}
