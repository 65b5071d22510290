import type { Metadata } from "next";
import { staffSession } from "@/app/page-session";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { pageInput, supportTenantsQuery } from "@/components/support/queries";
import { SupportTenants } from "@/components/support/support-tenants";
import { listSupportTenants } from "@/lib/support/list-support-tenants";

export const metadata: Metadata = { title: "Companies · Support" };

export default async function Page() {
  const { ctx } = await staffSession();
  const client = createQueryClient();
  await client.prefetchInfiniteQuery({
    ...supportTenantsQuery,
    queryFn: () => listSupportTenants(ctx, pageInput()),
  });
  return (
    <Hydrate client={client}>
      <SupportTenants />
    </Hydrate>
  );
}
