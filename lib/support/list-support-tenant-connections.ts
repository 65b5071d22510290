import { listConnections } from "@/lib/connections/list-connections";
import type { ConnectionSummary } from "@/lib/connections/schema";
import type { Page } from "@/lib/db/pagination";
import type { Context } from "@/lib/platform/ports/context";
import { actingForTenant } from "@/lib/support/acting-for";
import { recordStaffViews } from "@/lib/support/record-staff-view";
import type { ListSupportTenantConnectionsInput } from "@/lib/support/schema";

/** The company's own list, newest first. @throws Refusal not_found, invalid for a cursor that no list returned */
export async function listSupportTenantConnections(
  ctx: Context,
  { id, ...page }: ListSupportTenantConnectionsInput,
): Promise<Page<ConnectionSummary>> {
  const acting = await actingForTenant(ctx, id);
  const list = await listConnections(acting, page);
  await recordStaffViews(acting, "support.tenant_viewed", [
    { tenantId: id, targetId: id, data: { list: "connections" } },
  ]);
  return list;
}
