import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { staffSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { pageInput, supportTenantConnectionsQuery, supportTenantQuery } from "@/components/support/queries";
import { SupportTenantPage } from "@/components/support/support-tenant";
import { getSupportTenant } from "@/lib/support/get-support-tenant";
import { listSupportTenantConnections } from "@/lib/support/list-support-tenant-connections";
import { supportTenantIdSchema } from "@/lib/support/schema";

export const metadata: Metadata = { title: "Company · Support" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { ctx } = await staffSession();
  const { success, data: input } = supportTenantIdSchema.safeParse(await params);
  if (!success) notFound();
  const { id } = input;
  const client = createQueryClient();
  await Promise.all([
    client.prefetchQuery({ ...supportTenantQuery(id), queryFn: () => getSupportTenant(ctx, input) }),
    client.prefetchInfiniteQuery({
      ...supportTenantConnectionsQuery(id),
      queryFn: () => listSupportTenantConnections(ctx, { id, ...pageInput() }),
    }),
  ]);
  return (
    <Hydrate client={client}>
      <SupportTenantPage id={id} />
    </Hydrate>
  );
}
