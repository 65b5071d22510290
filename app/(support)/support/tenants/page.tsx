import type { Metadata } from "next";
import { Prefetched, prefetch } from "@/app/prefetch";
import { supportTenantsQuery } from "@/components/support/queries";
import { SupportTenants } from "@/components/support/support-tenants";
import { listSupportTenants } from "@/lib/support/list-support-tenants";

export const metadata: Metadata = { title: "Companies · Support" };

export default function Page() {
  return (
    <Prefetched queries={[prefetch(supportTenantsQuery, listSupportTenants)]}>
      <SupportTenants />
    </Prefetched>
  );
}
