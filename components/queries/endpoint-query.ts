import {
  type InfiniteData,
  infiniteQueryOptions,
  queryOptions,
  type UnusedSkipTokenInfiniteOptions,
  type UnusedSkipTokenOptions,
} from "@tanstack/react-query";
import type { z } from "zod";
import { request } from "@/lib/api/client";
import type { Endpoint } from "@/lib/api/endpoints/endpoint";

type Key = readonly unknown[];
type PageSchema = z.ZodType<{ nextCursor: string | null }>;
type Cursor = { cursor?: string | undefined };

/** What a server page needs to prefetch a query: its key, and the endpoint and input that answer it. */
export type EndpointQuery<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  queryKey: Key;
  endpoint: Endpoint<I, O>;
  input: z.input<I>;
  /** Only on queries of `pageQuery`. */
  getNextPageParam?: unknown;
};

type OneOptions<O extends z.ZodType, T> = Omit<
  UnusedSkipTokenOptions<z.output<O>, Error, T, Key>,
  "queryKey" | "queryFn"
>;

/** A query for an endpoint's answer to one input. Its key is made of both, so that pages and components share it. */
export function oneQuery<I extends z.ZodType, O extends z.ZodType, T = z.output<O>>(
  endpoint: Endpoint<I, O>,
  input: z.input<I>,
  options: OneOptions<O, T> = {},
) {
  const query = queryOptions<z.output<O>, Error, T, Key>({
    ...options,
    queryKey: queryKeyOf(endpoint, input),
    queryFn: ({ signal }) => request(endpoint, input, { signal }),
  });
  return { ...query, endpoint, input };
}

type PageOptions<O extends z.ZodType> = Omit<
  UnusedSkipTokenInfiniteOptions<z.output<O>, Error, InfiniteData<z.output<O>>, Key, string | null>,
  "queryKey" | "queryFn" | "initialPageParam" | "getNextPageParam" | "maxPages"
> & {
  /** The most pages that are loaded. Default 20. */
  pageLimit?: number;
};

/** A query for a list, loaded page by page with its cursor. */
export function pageQuery<I extends z.ZodType<unknown, Cursor>, O extends PageSchema>(
  endpoint: Endpoint<I, O>,
  input: z.input<I>,
  { pageLimit = 20, ...options }: PageOptions<O> = {},
) {
  const query = infiniteQueryOptions<z.output<O>, Error, InfiniteData<z.output<O>>, Key, string | null>({
    ...options,
    queryKey: [...queryKeyOf(endpoint, input), "pages"],
    queryFn: ({ pageParam, signal }) =>
      request(endpoint, { ...input, ...(pageParam === null ? {} : { cursor: pageParam }) }, { signal }),
    initialPageParam: null,
    getNextPageParam: (page, pages) => (pages.length < pageLimit ? page.nextCursor : null),
  });
  return { ...query, endpoint, input };
}

/** The key of an endpoint's answer; without `input`, the prefix of all its keys. */
export function queryKeyOf(endpoint: Pick<Endpoint, "tag" | "id">, input?: unknown): Key {
  return [endpoint.tag, endpoint.id, ...(input === undefined ? [] : [input])];
}

/** A `select` for lists that fit one page. */
export function dataOf<T>(answer: { data: T }): T {
  return answer.data;
}
