import { isDeepStrictEqual } from "node:util";
import type { LimitOverrides } from "@/lib/accounts/quotas/schema";
import { lockTenantPlan } from "@/lib/accounts/quotas/switch-plan";
import { Prisma } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import type { UsageKind } from "@/lib/kernel/plans";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * The only writer of a tenant's own limits. They replace what was given before; a kind that is left out follows the plan
 * again. They hold for the next reservation, and for requests within 10 s.
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

/** As the API names the kinds, of what is stored. */
export function toLimitOverrides(stored: unknown): LimitOverrides {
  const given: Partial<Record<UsageKind, number | null>> =
    typeof stored === "object" && stored !== null && !Array.isArray(stored) ? stored : {};
  return {
    ...(given.connect === undefined ? {} : { connect: given.connect }),
    ...(given.active_domain === undefined ? {} : { activeDomain: given.active_domain }),
    ...(given.cert === undefined ? {} : { cert: given.cert }),
    ...(given.api_call === undefined ? {} : { apiCall: given.api_call }),
  };
}

function toStored({ connect, activeDomain, cert, apiCall }: LimitOverrides): Record<string, number | null> {
  return {
    ...(connect === undefined ? {} : { connect }),
    ...(activeDomain === undefined ? {} : { active_domain: activeDomain }),
    ...(cert === undefined ? {} : { cert }),
    ...(apiCall === undefined ? {} : { api_call: apiCall }),
  };
}
