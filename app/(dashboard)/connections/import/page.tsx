import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { AddMany } from "@/components/connections/import/add-many";
import { Hydrate } from "@/components/hydrate";
import { applicationsQuery } from "@/components/queries";
import { createQueryClient } from "@/components/query-client";
import { listApplications } from "@/lib/applications/list-applications";

export const metadata: Metadata = { title: "Connect many hostnames" };

export default async function Page() {
  const { ctx } = await pageSession();
  const client = createQueryClient();
  await client.prefetchQuery({
    ...applicationsQuery,
    queryFn: async () => (await listApplications(ctx, { limit: 100 })).data,
  });
  return (
    <Hydrate client={client}>
      <AddMany />
    </Hydrate>
  );
}
