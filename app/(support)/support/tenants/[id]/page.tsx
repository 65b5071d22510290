import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { supportTenantConnectionsQuery, supportTenantQuery } from "@/components/support/queries";
import { SupportTenantPage } from "@/components/support/support-tenant";
import { getSupportTenant } from "@/lib/support/get-support-tenant";
import { listSupportTenantConnections } from "@/lib/support/list-support-tenant-connections";

export const metadata: Metadata = { title: "Company · Support" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <Prefetched
      queries={[
        prefetch(supportTenantQuery(id), getSupportTenant),
        prefetch(supportTenantConnectionsQuery(id), listSupportTenantConnections),
      ]}
    >
      <SupportTenantPage id={id} />
    </Prefetched>
  );
}
