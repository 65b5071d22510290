import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { failedJobsQuery, supportHealthQuery } from "@/components/support/queries";
import { SupportHealthPage } from "@/components/support/support-health";
import { getSupportHealth } from "@/lib/support/get-support-health";
import { listFailedJobs } from "@/lib/support/list-failed-jobs";

export const metadata: Metadata = { title: "Health · Support" };

export default function Page() {
  return (
    <Prefetched queries={[prefetch(supportHealthQuery, getSupportHealth), prefetch(failedJobsQuery, listFailedJobs)]}>
      <SupportHealthPage />
    </Prefetched>
  );
}
