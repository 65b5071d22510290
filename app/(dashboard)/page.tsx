import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { pageSession } from "@/app/page-session";
import { sandboxFacts } from "@/app/sandbox-facts";
import { OverviewHome } from "@/components/overview/overview-home";
import {
  deliveryDays,
  deliveryHistoryQuery,
  overviewQuery,
  stateDays,
  stateHistoryQuery,
} from "@/components/overview/queries";
import { Hydrate } from "@/components/queries/hydrate";
import { applicationNamesInput, applicationNamesQuery, changesCursorQuery } from "@/components/queries/queries";
import { createQueryClient } from "@/components/queries/query-client";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";
import { getOverview } from "@/lib/connections/stats/get-overview";
import { listDeliveryCounts } from "@/lib/connections/stats/list-delivery-counts";
import { listStateCounts } from "@/lib/connections/stats/list-state-counts";
import { listChanges } from "@/lib/platform/changes/list-changes";

export const metadata: Metadata = { title: "Overview" };

export default async function Page() {
  const [{ ctx }, { env }] = await Promise.all([pageSession(), pageRuntime()]);
  const client = createQueryClient();
  await client.prefetchQuery({ ...changesCursorQuery, queryFn: () => listChanges(ctx, { wait: 0 }) });
  await Promise.all([
    client.prefetchQuery({ ...overviewQuery, queryFn: () => getOverview(ctx, {}) }),
    client.prefetchQuery({ ...stateHistoryQuery, queryFn: () => listStateCounts(ctx, { days: stateDays }) }),
    client.prefetchQuery({ ...deliveryHistoryQuery, queryFn: () => listDeliveryCounts(ctx, { days: deliveryDays }) }),
    client.prefetchQuery({
      ...applicationNamesQuery,
      queryFn: async () => (await listApplicationNames(ctx, applicationNamesInput)).data,
    }),
  ]);
  return (
    <Hydrate client={client}>
      <OverviewHome appUrl={env.appUrl} sandbox={await sandboxFacts(ctx)} />
    </Hydrate>
  );
}
