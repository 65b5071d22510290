import { limitsOf } from "@/lib/accounts/quotas/limits-of";
import { counterPeriod, periodAt, periodOf } from "@/lib/accounts/quotas/period";
import { planOf } from "@/lib/accounts/quotas/plan-of";
import type { GetUsageInput, UsageOfKind, UsageResource } from "@/lib/accounts/quotas/schema";
import { byUsageKind, type UsageKind, usageKindNames, usageKinds } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

/** What the tenant has used in the current periods, and what remains of its limits. API requests are up to 10 s behind. */
export async function getUsage(ctx: Context, _input: GetUsageInput): Promise<UsageResource> {
  const { tenantId } = ctx;
  const { prisma } = ctx.database;
  const now = ctx.now();
  const periods = [...new Set(usageKindNames.map((kind) => counterPeriod(kind, now)))];
  const [tenant, counters] = await Promise.all([
    prisma.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { plan: true, limitOverrides: true } }),
    prisma.usageCounter.findMany({ where: { tenantId, period: { in: periods.map((day) => new Date(day)) } } }),
  ]);
  const plan = planOf(ctx.log, tenantId, tenant.plan);
  const limits = limitsOf(plan, tenant.limitOverrides);
  // With its period: on the 15th, a daily kind may have a row of the 1st, which is where the month's rows are.
  const usedOf = new Map(
    counters.map((row) => [`${row.kind} ${row.period.toISOString().slice(0, 10)}`, Number(row.used)]),
  );
  const usageOf = (kind: UsageKind): UsageOfKind => {
    const used = usedOf.get(`${usageKinds[kind].stored} ${counterPeriod(kind, now)}`) ?? 0;
    const limit = limits[kind];
    const remaining = limit === null ? null : Math.max(0, limit - used);
    return { used, limit, remaining, periodEnd: periodOf(kind, now)?.end ?? null };
  };
  return { plan, period: periodAt(now), ...byUsageKind(usageKindNames, usageOf) };
}
