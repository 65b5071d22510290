import { limitsOf } from "@/lib/accounts/quotas/limits-of";
import { counterPeriod, periodAt } from "@/lib/accounts/quotas/period";
import { planOf } from "@/lib/accounts/quotas/plan-of";
import type { GetUsageInput, UsageOfKind, UsageResource } from "@/lib/accounts/quotas/schema";
import { byUsageKind, type UsageKind, usageKindNames, usageKinds } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

/** What the tenant has used this month, and what remains of its limits. API requests are up to 10 s behind. */
export async function getUsage(ctx: Context, _input: GetUsageInput): Promise<UsageResource> {
  const { tenantId } = ctx;
  const { prisma } = ctx.database;
  const periods = [...new Set(usageKindNames.map((kind) => counterPeriod(kind, ctx.now())))];
  const [tenant, counters] = await Promise.all([
    prisma.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { plan: true, limitOverrides: true } }),
    prisma.usageCounter.findMany({ where: { tenantId, period: { in: periods.map((day) => new Date(day)) } } }),
  ]);
  const plan = planOf(ctx.log, tenantId, tenant.plan);
  const limits = limitsOf(plan, tenant.limitOverrides);
  const usageOf = (kind: UsageKind): UsageOfKind => {
    const used = Number(counters.find((counter) => counter.kind === usageKinds[kind].stored)?.used ?? 0);
    const limit = limits[kind];
    return { used, limit, remaining: limit === null ? null : Math.max(0, limit - used) };
  };
  return { plan, period: periodAt(ctx.now()), ...byUsageKind(usageKindNames, usageOf) };
}
