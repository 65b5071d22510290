import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { AddOne } from "@/components/connections/add/add-one";
import { Hydrate } from "@/components/queries/hydrate";
import { applicationNamesInput, applicationNamesQuery } from "@/components/queries/queries";
import { createQueryClient } from "@/components/queries/query-client";
import { listApplicationNames } from "@/lib/accounts/applications/list-application-names";

export const metadata: Metadata = { title: "Connect a hostname" };

type Query = { hostname?: string | string[] };

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const { ctx } = await pageSession();
  const { hostname } = await searchParams;
  const client = createQueryClient();
  await client.prefetchQuery({
    ...applicationNamesQuery,
    queryFn: async () => (await listApplicationNames(ctx, applicationNamesInput)).data,
  });
  return (
    <Hydrate client={client}>
      <AddOne start={typeof hostname === "string" ? hostname.slice(0, 253) : ""} sandbox={ctx.policy.sandbox} />
    </Hydrate>
  );
}
