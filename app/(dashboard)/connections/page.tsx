import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { pageEnvironment } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { sandboxFacts } from "@/app/sandbox-facts";
import { type SearchParams, toQuery } from "@/app/search-params";
import { parseView } from "@/components/connection-facts/view";
import { ConnectionsPage } from "@/components/connections/table/connections-page";
import { causesQuery, connectionCountsQuery, connectionsQuery } from "@/components/queries/connections-queries";
import {
  applicationChoicesQuery,
  applicationNamesQuery,
  changesCursorQuery,
  providersQuery,
} from "@/components/queries/queries";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";
import { countConnections } from "@/lib/connections/count-connections";
import { listCauses } from "@/lib/connections/list-causes";
import { listConnections } from "@/lib/connections/list-connections";
import { listProviders } from "@/lib/dns/adapters/list-providers";
import { listChanges } from "@/lib/platform/changes/list-changes";

export const metadata: Metadata = { title: "Domains" };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { env } = await pageRuntime();
  const environment = await pageEnvironment();
  const view = { ...parseView(toQuery(await searchParams)), environment };
  return (
    <Prefetched
      title="Domains"
      first={prefetch(changesCursorQuery, listChanges)}
      queries={[
        prefetch(connectionsQuery(view), listConnections),
        prefetch(connectionCountsQuery(view), countConnections),
        prefetch(causesQuery(view), listCauses),
        prefetch(applicationNamesQuery, listApplicationNames),
        prefetch(applicationChoicesQuery(environment), listApplicationNames),
        prefetch(providersQuery, listProviders),
      ]}
    >
      <ConnectionsPage appUrl={env.appUrl} sandbox={await sandboxFacts()} />
    </Prefetched>
  );
}
