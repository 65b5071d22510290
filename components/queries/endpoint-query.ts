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

/** What a server page needs to fetch a query ahead: its key, and the call that fills it. */
export type EndpointQuery<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  queryKey: Key;
  endpoint: Endpoint<I, O>;
  input: z.input<I>;
  /** Only on lists that load page after page. */
  getNextPageParam?: unknown;
};

type OneOptions<O extends z.ZodType, T> = Omit<
  UnusedSkipTokenOptions<z.output<O>, Error, T, Key>,
  "queryKey" | "queryFn"
>;

/** An endpoint's answer to one input. */
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
  /** More pages than this are not loaded. Default 20. */
  pageLimit?: number;
};

/** A list, page after page by its cursor. */
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

/** The key of an endpoint's answer; without `input`, what the keys of all its answers begin with. */
export function queryKeyOf(endpoint: Pick<Endpoint, "tag" | "id">, input?: unknown): Key {
  return [endpoint.tag, endpoint.id, ...(input === undefined ? [] : [input])];
}

/** For `select`: a list that is read whole. */
export function dataOf<T>(answer: { data: T }): T {
  return answer.data;
}
