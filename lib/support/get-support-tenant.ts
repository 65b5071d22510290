import { getUsage } from "@/lib/accounts/quotas/get-usage";
import { toLimitOverrides } from "@/lib/accounts/quotas/limits-of";
import type { Context } from "@/lib/platform/ports/context";
import { actingForTenant } from "@/lib/support/acting-for";
import { recordStaffViews } from "@/lib/support/record-staff-view";
import type { SupportTenant, SupportTenantIdInput } from "@/lib/support/schema";

/** A company's plan, limits and usage, and its connections by state. @throws Refusal not_found */
export async function getSupportTenant(ctx: Context, { id }: SupportTenantIdInput): Promise<SupportTenant> {
  const acting = await actingForTenant(ctx, id);
  const tenant = await readSupportTenant(acting);
  await recordStaffViews(acting, "support.tenant_viewed", [
    { tenantId: id, targetId: id, data: { name: tenant.name } },
  ]);
  return tenant;
}

/** Of the tenant that the context acts for. */
export async function readSupportTenant(acting: Context): Promise<SupportTenant> {
  const { tenantId } = acting;
  const { prisma } = acting.database;
  const [tenant, usage, members, applications, states] = await Promise.all([
    prisma.tenant.findUniqueOrThrow({ where: { id: tenantId } }),
    getUsage(acting, {}),
    prisma.membership.count({ where: { tenantId } }),
    prisma.application.count({ where: { tenantId, deletedAt: null } }),
    prisma.connection.groupBy({ by: ["state"], where: { tenantId }, _count: true, orderBy: { state: "asc" } }),
  ]);
  return {
    id: tenant.id,
    name: tenant.name,
    plan: tenant.plan,
    createdAt: tenant.createdAt,
    limitOverrides: toLimitOverrides(tenant.limitOverrides),
    usage,
    members,
    applications,
    states: states.map(({ state, _count }) => ({ state, count: _count })),
  };
}
