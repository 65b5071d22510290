import { type Period, periodAt } from "@/lib/accounts/quotas/period";
import type { ListUsageInput, UsageHistory } from "@/lib/accounts/quotas/schema";
import { byUsageKind, type MonthlyUsageKind, monthlyUsageKinds, usageKinds } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

/** What the tenant used in each of the last months, oldest first; the last one is the current month. */
export async function listUsage(ctx: Context, input: ListUsageInput): Promise<UsageHistory> {
  const [year, month] = [ctx.now().getUTCFullYear(), ctx.now().getUTCMonth()];
  const periods = Array.from({ length: input.months }, (_, index) =>
    periodAt(new Date(Date.UTC(year, month - (input.months - 1 - index), 1))),
  );
  const rows = await ctx.database.prisma.usageCounter.findMany({
    where: {
      tenantId: ctx.tenantId,
      kind: { in: monthlyUsageKinds.map((kind) => usageKinds[kind].stored) },
      period: { in: periods.map(({ start }) => start) },
    },
  });
  const used = new Map(rows.map((row) => [`${row.kind} ${row.period.getTime()}`, Number(row.used)]));
  const usedIn = ({ start }: Period, kind: MonthlyUsageKind) =>
    used.get(`${usageKinds[kind].stored} ${start.getTime()}`) ?? 0;
  return {
    data: periods.map((period) => ({ period, ...byUsageKind(monthlyUsageKinds, (kind) => usedIn(period, kind)) })),
  };
}
