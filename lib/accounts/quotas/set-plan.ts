import type { Prisma } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import type { PlanName } from "@/lib/kernel/plans";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * The only writer of a tenant's plan. The new limits apply to the next reservation; what exceeds them stays. `why` is for
 * the audit log: who set it (`by`), with what else explains it.
 * @throws Refusal not_found
 */
export async function setPlan(ctx: Context, tx: Tx, plan: PlanName, why: Prisma.InputJsonObject): Promise<void> {
  const before = await lockTenantPlan(ctx, tx);
  if (before === null) throw new Refusal("not_found", `There is no tenant ${ctx.tenantId}.`, { param: "tenant" });
  if (before === plan) return;
  await tx.tenant.update({ where: { id: ctx.tenantId }, data: { plan } });
  await recordAudit(ctx, tx, "plan.changed", ctx.tenantId, { from: before, to: plan, ...why });
}

/** The plan's name, locked until the transaction ends; null where there is no such tenant. */
export async function lockTenantPlan(ctx: Context, tx: Tx): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ plan: string }[]>`
    SELECT plan FROM tenants WHERE id = ${ctx.tenantId}::uuid FOR NO KEY UPDATE`;
  return row?.plan ?? null;
}
