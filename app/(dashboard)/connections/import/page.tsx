import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { AddMany } from "@/components/connections/import/add-many";
import { Hydrate } from "@/components/hydrate";
import { applicationNamesInput, applicationNamesQuery } from "@/components/queries";
import { createQueryClient } from "@/components/query-client";
import { listApplicationNames } from "@/lib/applications/list-application-names";

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
