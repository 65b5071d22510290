import { type Period, periodAt } from "@/lib/accounts/quotas/period";
import type { ListUsageInput, UsageHistory } from "@/lib/accounts/quotas/schema";
import { byUsageKind, type SummedUsageKind, summedUsageKinds, usageKinds } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

/** What the tenant used in each of the last months, oldest first; the last one is the current month. */
export async function listUsage(ctx: Context, input: ListUsageInput): Promise<UsageHistory> {
  const [year, month] = [ctx.now().getUTCFullYear(), ctx.now().getUTCMonth()];
  const periods = Array.from({ length: input.months }, (_, index) =>
    periodAt(new Date(Date.UTC(year, month - (input.months - 1 - index), 1))),
  );
  const first = periods[0]?.start ?? ctx.now();
  const kinds = summedUsageKinds.map((kind) => usageKinds[kind].stored);
  // Days are added up here, and there is at most one row per kind and month.
  const rows = await ctx.database.prisma.$queryRaw<{ kind: string; month: string; used: bigint }[]>`
    SELECT kind::text, to_char(period, 'YYYY-MM') AS month, sum(used)::bigint AS used FROM usage_counters
    WHERE tenant_id = ${ctx.tenantId}::uuid AND kind = ANY(${kinds}::usage_kind[]) AND period >= ${first}::date
    GROUP BY 1, 2`;
  const used = new Map(rows.map((row) => [`${row.kind} ${row.month}`, Number(row.used)]));
  const usedIn = ({ start }: Period, kind: SummedUsageKind) =>
    used.get(`${usageKinds[kind].stored} ${start.toISOString().slice(0, 7)}`) ?? 0;
  return {
    data: periods.map((period) => ({ period, ...byUsageKind(summedUsageKinds, (kind) => usedIn(period, kind)) })),
  };
}
