import type { QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { dashboardVisitor, staffVisitor } from "@/app/page-session";
import type { EndpointQuery } from "@/components/queries/endpoint-query";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { NotAllowed } from "@/components/session/not-allowed";
import { authorizeSession } from "@/lib/api/authenticate";
import type { CallOutput, CallParsed } from "@/lib/api/calls/call";
import { pathParameters } from "@/lib/api/endpoints/endpoint";
import { type EndpointId, endpointOf } from "@/lib/api/endpoints/registry";
import { runVerb } from "@/lib/api/run-verb";
import { isRefusal } from "@/lib/kernel/errors";
import { toSnake } from "@/lib/kernel/wire";
import type { Context } from "@/lib/platform/ports/context";

/** A query to prefetch, and the verb that answers it on the server. */
export type Prefetch = { query: EndpointQuery; verb: (ctx: Context, input: never) => Promise<unknown> };

/** Pairs a query of the page's components with its endpoint's verb. The only way in which a page calls a verb. */
export function prefetch<Id extends EndpointId>(
  query: EndpointQuery<Id>,
  verb: (ctx: Context, input: CallParsed<Id>) => Promise<CallOutput<Id>>,
): Prefetch {
  return { query, verb };
}

type Props = {
  /** The heading above a refusal; omitted on tabs, whose layout has one. */
  title?: string;
  /** Fetched before the others. */
  first?: Prefetch;
  queries: readonly Prefetch[];
  /** Or what to render with the answers. */
  children: ReactNode | ((client: QueryClient) => ReactNode);
};

/**
 * Prefetches the queries of `children`, after checking the visitor's access to each endpoint as the endpoint does. A query
 * that fails for another reason is left to the browser, which shows the error.
 */
export async function Prefetched({ title, first, queries, children }: Props): Promise<ReactNode> {
  const all = first ? [first, ...queries] : queries;
  const isForStaff = all.some(({ query }) => endpointOf(query.call).caller === "staff");
  const { found, service } = await (isForStaff ? staffVisitor() : dashboardVisitor());
  if (!all.every(hasValidPath)) notFound();
  const client = createQueryClient();
  try {
    const fills = all.map((one) => {
      const ctx = authorizeSession(service, found, endpointOf(one.query.call));
      return () => fill(client, ctx, one);
    });
    if (first) await fills.shift()?.();
    await Promise.all(fills.map((run) => run()));
  } catch (error) {
    if (!isRefusal(error) || error.code !== "forbidden") throw error;
    return <NotAllowed title={title} reason={error.message} />;
  }
  return <Hydrate client={client}>{typeof children === "function" ? children(client) : children}</Hydrate>;
}

/** Whether the path parameters are valid: a malformed id is a page that does not exist. */
function hasValidPath({ query: { call, input } }: Prefetch): boolean {
  const endpoint = endpointOf(call);
  const names = pathParameters(endpoint);
  const { error } = endpoint.input.safeParse(input);
  return !error?.issues.some(({ path }) => names.includes(toSnake(String(path[0]))));
}

async function fill(client: QueryClient, ctx: Context, { query, verb }: Prefetch): Promise<void> {
  const endpoint = endpointOf(query.call);
  const parsed = endpoint.input.safeParse(query.input);
  if (!parsed.success) return;
  const options = { ...query, queryFn: () => runVerb(ctx, endpoint, verb, parsed.data as never) };
  if (query.getNextPageParam) await client.prefetchInfiniteQuery({ ...options, initialPageParam: null });
  else await client.prefetchQuery(options);
}
