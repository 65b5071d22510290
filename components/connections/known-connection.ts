import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { queryKeyOf } from "@/components/queries/endpoint-query";
import { connectionQuery } from "@/components/queries/queries";
import { listConnectionsCall } from "@/lib/api/calls/list-connections";
import type { ConnectionSummary } from "@/lib/connections/schema";

export type KnownConnection = Pick<ConnectionSummary, "hostnameUnicode" | "state">;

type Page = { data: readonly ConnectionSummary[] };

/** What a list in the browser's memory, or an earlier visit, knows about a domain; null: nothing. */
export function findKnownConnection(client: QueryClient, id: string): KnownConnection | null {
  const visited = client.getQueryData(connectionQuery(id).queryKey) as KnownConnection | undefined;
  if (visited) return visited;
  const lists = client.getQueriesData<InfiniteData<Page> | Page>({ queryKey: queryKeyOf(listConnectionsCall) });
  for (const [, list] of lists) {
    const pages = list === undefined ? [] : "pages" in list ? list.pages : [list];
    const found = pages.flatMap(({ data }) => data).find((row) => row.id === id);
    if (found) return found;
  }
  return null;
}
