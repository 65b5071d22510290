import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { pageSession } from "@/app/page-session";
import { sandboxFacts } from "@/app/sandbox-facts";
import { parseView } from "@/components/connection-facts/view";
import { ConnectionsPage } from "@/components/connections/table/connections-page";
import { Hydrate } from "@/components/queries/hydrate";
import {
  applicationNamesInput,
  applicationNamesQuery,
  changesCursorQuery,
  connectionCountsQuery,
  connectionsInput,
  connectionsQuery,
  filterOf,
  providersQuery,
} from "@/components/queries/queries";
import { createQueryClient } from "@/components/queries/query-client";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";
import { countConnections } from "@/lib/connections/count-connections";
import { listConnections } from "@/lib/connections/list-connections";
import { countConnectionsSchema, listConnectionsSchema } from "@/lib/connections/schema";
import { listProviders } from "@/lib/dns/providers/list-providers";
import { listChanges } from "@/lib/platform/changes/list-changes";

export const metadata: Metadata = { title: "Connections" };

type Query = Record<string, string | string[] | undefined>;

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const [{ ctx }, { env }] = await Promise.all([pageSession(), pageRuntime()]);
  const view = parseView(toSearchParams(await searchParams));
  const client = createQueryClient();
  await client.prefetchQuery({ ...changesCursorQuery, queryFn: () => listChanges(ctx, { wait: 0 }) });
  await Promise.all([
    client.prefetchInfiniteQuery({
      ...connectionsQuery(view),
      queryFn: () => listConnections(ctx, listConnectionsSchema.parse(connectionsInput(view))),
    }),
    client.prefetchQuery({
      ...connectionCountsQuery(view),
      queryFn: () => countConnections(ctx, countConnectionsSchema.parse(filterOf(view))),
    }),
    client.prefetchQuery({
      ...applicationNamesQuery,
      queryFn: async () => (await listApplicationNames(ctx, applicationNamesInput)).data,
    }),
    client.prefetchQuery({ ...providersQuery, queryFn: async () => (await listProviders(ctx, {})).data }),
  ]);
  return (
    <Hydrate client={client}>
      <ConnectionsPage appUrl={env.appUrl} sandbox={await sandboxFacts(ctx)} />
    </Hydrate>
  );
}

function toSearchParams(query: Query): URLSearchParams {
  const pairs = Object.entries(query).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
  return new URLSearchParams(pairs);
}
