import { assertMayManageTeam } from "@/lib/accounts/tenants/assert-may-manage-team";
import { toTenantResource } from "@/lib/accounts/tenants/get-tenant";
import type { TenantResource, UpdateTenantInput } from "@/lib/accounts/tenants/schema";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/** @throws Refusal forbidden (a test key) */
export async function updateTenant(ctx: Context, { name }: UpdateTenantInput): Promise<TenantResource> {
  assertMayManageTeam(ctx);
  const where = { id: ctx.tenantId };
  return inTransaction(ctx, async (tx) => {
    const before = await tx.tenant.findUniqueOrThrow({ where });
    if (before.name === name) return toTenantResource(before);
    const row = await tx.tenant.update({ where, data: { name } });
    await recordAudit(ctx, tx, "tenant.updated", row.id, { changes: { name: { from: before.name, to: name } } });
    return toTenantResource(row);
  });
}
