import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { pageEnvironment } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { sandboxFacts } from "@/app/sandbox-facts";
import { OverviewHome } from "@/components/overview/overview-home";
import { deliveryHistoryQuery, overviewQuery, stateHistoryQuery } from "@/components/overview/queries";
import { applicationNamesQuery, changesCursorQuery } from "@/components/queries/queries";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";
import { getOverview } from "@/lib/connections/stats/get-overview";
import { listDeliveryCounts } from "@/lib/connections/stats/list-delivery-counts";
import { listStateCounts } from "@/lib/connections/stats/list-state-counts";
import { listChanges } from "@/lib/platform/changes/list-changes";

export const metadata: Metadata = { title: "Overview" };

export default async function Page() {
  const { env } = await pageRuntime();
  const environment = await pageEnvironment();
  return (
    <Prefetched
      title="Overview"
      first={prefetch(changesCursorQuery, listChanges)}
      queries={[
        prefetch(overviewQuery(environment), getOverview),
        prefetch(stateHistoryQuery(environment), listStateCounts),
        prefetch(deliveryHistoryQuery(environment), listDeliveryCounts),
        prefetch(applicationNamesQuery, listApplicationNames),
      ]}
    >
      <OverviewHome appUrl={env.appUrl} sandbox={await sandboxFacts()} />
    </Prefetched>
  );
}
