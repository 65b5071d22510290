import { isDeepStrictEqual } from "node:util";
import type { LimitOverrides } from "@/lib/accounts/quotas/schema";
import { lockTenantPlan } from "@/lib/accounts/quotas/set-plan";
import { Prisma } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { usageKindNames, usageKinds } from "@/lib/kernel/plans";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * The only writer of a tenant's own limits. They replace the previous ones; an absent kind follows the plan again. They
 * apply to the next reservation, and to requests within 10 s.
 * @throws Refusal not_found
 */
export async function setLimitOverrides(ctx: Context, tx: Tx, overrides: LimitOverrides): Promise<void> {
  if ((await lockTenantPlan(ctx, tx)) === null) {
    throw new Refusal("not_found", `There is no tenant ${ctx.tenantId}.`, { param: "tenant" });
  }
  const where = { id: ctx.tenantId };
  const { limitOverrides: before } = await tx.tenant.findUniqueOrThrow({ where, select: { limitOverrides: true } });
  const stored = toStored(overrides);
  if (isDeepStrictEqual(before ?? {}, stored)) return;
  const isEmpty = Object.keys(stored).length === 0;
  await tx.tenant.update({ where, data: { limitOverrides: isEmpty ? Prisma.DbNull : stored } });
  await recordAudit(ctx, tx, "support.limits_changed", ctx.tenantId, { from: before ?? {}, to: stored });
}

function toStored(overrides: LimitOverrides): Record<string, number | null> {
  const given = usageKindNames.map((kind) => [usageKinds[kind].stored, overrides[kind]] as const);
  return Object.fromEntries(
    given.filter((entry): entry is [(typeof entry)[0], number | null] => entry[1] !== undefined),
  );
}
