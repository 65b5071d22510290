import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { pageSession } from "@/app/page-session";
import { sandboxFacts } from "@/app/sandbox-facts";
import { Hydrate } from "@/components/hydrate";
import { OverviewHome } from "@/components/overview/overview-home";
import {
  deliveryDays,
  deliveryHistoryQuery,
  overviewQuery,
  stateDays,
  stateHistoryQuery,
} from "@/components/overview/queries";
import { applicationNamesInput, applicationNamesQuery, changesCursorQuery } from "@/components/queries";
import { createQueryClient } from "@/components/query-client";
import { listApplicationNames } from "@/lib/applications/list-application-names";
import { listChanges } from "@/lib/changes/list-changes";
import { getOverview } from "@/lib/stats/get-overview";
import { listDeliveryCounts } from "@/lib/stats/list-delivery-counts";
import { listStateCounts } from "@/lib/stats/list-state-counts";

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
