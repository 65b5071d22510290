import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { AddMany } from "@/components/connections/import/add-many";
import { Hydrate } from "@/components/queries/hydrate";
import { applicationNamesInput, applicationNamesQuery } from "@/components/queries/queries";
import { createQueryClient } from "@/components/queries/query-client";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";

export const metadata: Metadata = { title: "Connect many hostnames" };

export default async function Page() {
  const { ctx } = await pageSession();
  const client = createQueryClient();
  await client.prefetchQuery({
    ...applicationNamesQuery,
    queryFn: async () => (await listApplicationNames(ctx, applicationNamesInput)).data,
  });
  return (
    <Hydrate client={client}>
      <AddMany />
    </Hydrate>
  );
}
