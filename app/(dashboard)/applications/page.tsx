import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { ApplicationsHome } from "@/components/applications/applications-home";
import { applicationsInput, applicationsQuery } from "@/components/applications/queries";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { listApplications } from "@/lib/accounts/applications/list-applications";
import { listApplicationsSchema } from "@/lib/accounts/applications/schema";

export const metadata: Metadata = { title: "Applications" };

export default async function Page() {
  const { ctx, session } = await pageSession();
  const client = createQueryClient();
  if (session.scopes.includes("apps:admin")) {
    await client.prefetchInfiniteQuery({
      ...applicationsQuery,
      queryFn: () => listApplications(ctx, listApplicationsSchema.parse(applicationsInput())),
    });
  }
  return (
    <Hydrate client={client}>
      <ApplicationsHome appUrl={ctx.policy.appUrl} />
    </Hydrate>
  );
}
