import type { Metadata } from "next";
import { staffSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { failedJobsQuery, pageInput, supportHealthQuery } from "@/components/support/queries";
import { SupportHealthPage } from "@/components/support/support-health";
import { getSupportHealth } from "@/lib/support/get-support-health";
import { listFailedJobs } from "@/lib/support/list-failed-jobs";

export const metadata: Metadata = { title: "Health · Support" };

export default async function Page() {
  const { ctx } = await staffSession();
  const client = createQueryClient();
  await Promise.all([
    client.prefetchQuery({ ...supportHealthQuery, queryFn: () => getSupportHealth(ctx, {}) }),
    client.prefetchInfiniteQuery({ ...failedJobsQuery, queryFn: () => listFailedJobs(ctx, pageInput()) }),
  ]);
  return (
    <Hydrate client={client}>
      <SupportHealthPage />
    </Hydrate>
  );
}
