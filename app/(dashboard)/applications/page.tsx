import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { Prefetched, prefetch } from "@/app/prefetch";
import { ApplicationsHome } from "@/components/applications/applications-home";
import { applicationsQuery } from "@/components/applications/queries";
import { listApplications } from "@/lib/accounts/applications/list-applications";

export const metadata: Metadata = { title: "Applications" };

export default async function Page() {
  const { env } = await pageRuntime();
  return (
    <Prefetched title="Applications" queries={[prefetch(applicationsQuery, listApplications)]}>
      <ApplicationsHome appUrl={env.appUrl} />
    </Prefetched>
  );
}
