import { limitsOf } from "@/lib/accounts/quotas/limits-of";
import { counterPeriod, periodAt } from "@/lib/accounts/quotas/period";
import { planOf } from "@/lib/accounts/quotas/plan-of";
import type { GetUsageInput, UsageOfKind, UsageResource } from "@/lib/accounts/quotas/schema";
import type { UsageKind } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

/** What the tenant has used in this month, and what its plan leaves. API requests are up to 10 s behind. */
export async function getUsage(ctx: Context, _input: GetUsageInput): Promise<UsageResource> {
  const { tenantId } = ctx;
  const { prisma } = ctx.database;
  const periods = [counterPeriod("connect", ctx.now()), counterPeriod("active_domain", ctx.now())];
  const [tenant, counters] = await Promise.all([
    prisma.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { plan: true, limitOverrides: true } }),
    prisma.usageCounter.findMany({ where: { tenantId, period: { in: periods.map((day) => new Date(day)) } } }),
  ]);
  const plan = planOf(ctx.log, tenantId, tenant.plan);
  const limits = limitsOf(plan, tenant.limitOverrides);
  const usageOf = (kind: UsageKind): UsageOfKind => {
    const used = Number(counters.find((counter) => counter.kind === kind)?.used ?? 0);
    const limit = limits[kind];
    return { used, limit, remaining: limit === null ? null : Math.max(0, limit - used) };
  };
  return {
    plan,
    period: periodAt(ctx.now()),
    connect: usageOf("connect"),
    activeDomain: usageOf("active_domain"),
    cert: usageOf("cert"),
    apiCall: usageOf("api_call"),
  };
}
