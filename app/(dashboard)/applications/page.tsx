import type { Metadata } from "next";
import { pageRuntime } from "@/app/page-runtime";
import { pageEnvironment } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { ApplicationsHome } from "@/components/applications/applications-home";
import { applicationsQuery } from "@/components/applications/queries";
import { listApplications } from "@/lib/accounts/applications/list-applications";

export const metadata: Metadata = { title: "Applications" };

export default async function Page() {
  const { env } = await pageRuntime();
  return (
    <Prefetched title="Applications" queries={[prefetch(applicationsQuery(await pageEnvironment()), listApplications)]}>
      <ApplicationsHome appUrl={env.appUrl} />
    </Prefetched>
  );
}
