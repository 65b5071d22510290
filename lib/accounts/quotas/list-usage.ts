import { periodAt } from "@/lib/accounts/quotas/period";
import type { ListUsageInput, UsageHistory } from "@/lib/accounts/quotas/schema";
import type { UsageKind } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

/** What the tenant used in each of the last months, the oldest first; the last one is the current one. */
export async function listUsage(ctx: Context, input: ListUsageInput): Promise<UsageHistory> {
  const [year, month] = [ctx.now().getUTCFullYear(), ctx.now().getUTCMonth()];
  const periods = Array.from({ length: input.months }, (_, index) =>
    periodAt(new Date(Date.UTC(year, month - (input.months - 1 - index), 1))),
  );
  const rows = await ctx.database.prisma.usageCounter.findMany({
    where: {
      tenantId: ctx.tenantId,
      kind: { in: ["connect", "cert", "api_call"] },
      period: { in: periods.map(({ start }) => start) },
    },
  });
  const used = new Map(rows.map((row) => [`${row.kind} ${row.period.getTime()}`, Number(row.used)]));
  const of = (kind: UsageKind, start: Date) => used.get(`${kind} ${start.getTime()}`) ?? 0;
  return {
    data: periods.map((period) => ({
      period,
      connect: of("connect", period.start),
      cert: of("cert", period.start),
      apiCall: of("api_call", period.start),
    })),
  };
}
