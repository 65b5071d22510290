import { lastDays, startOfDay } from "@/lib/connections/stats/days";
import { visibleDeliveriesSql } from "@/lib/connections/stats/delivery-health";
import type { DeliveryHistory, ListDeliveryCountsInput } from "@/lib/connections/stats/schema";
import { firstIdAt } from "@/lib/kernel/ids";
import { type Context, inEnvironment } from "@/lib/platform/ports/context";

const maxCounted = 200_000;

type Row = { day: string; succeeded: bigint; failed: bigint; pending: bigint; retried: bigint };

/** Webhook deliveries of each of the last days, by their outcome. Deliveries are stored for 30 days. */
export async function listDeliveryCounts(caller: Context, input: ListDeliveryCountsInput): Promise<DeliveryHistory> {
  const ctx = inEnvironment(caller, input.environment);
  const days = lastDays(ctx.now(), input.days);
  const rows = await ctx.database.prisma.$queryRaw<Row[]>`
    SELECT to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
      count(*) FILTER (WHERE status = 'succeeded') AS succeeded, count(*) FILTER (WHERE status = 'failed') AS failed,
      count(*) FILTER (WHERE status = 'pending') AS pending, count(*) FILTER (WHERE attempts > 1) AS retried
    FROM (
      SELECT d.created_at, d.status, d.attempts FROM webhook_deliveries d
      WHERE d.tenant_id = ${ctx.tenantId}::uuid AND d.id >= ${firstIdAt(startOfDay(days[0] ?? ""))}::uuid
        AND ${visibleDeliveriesSql(ctx)}
      ORDER BY d.id DESC LIMIT ${maxCounted + 1}) AS recent
    GROUP BY 1`;
  const found = new Map(rows.map((row) => [row.day, row]));
  const total = rows.reduce((sum, row) => sum + Number(row.succeeded + row.failed + row.pending), 0);
  return {
    data: days.map((day) => {
      const row = found.get(day);
      return {
        day,
        succeeded: Number(row?.succeeded ?? 0),
        failed: Number(row?.failed ?? 0),
        pending: Number(row?.pending ?? 0),
        retried: Number(row?.retried ?? 0),
      };
    }),
    capped: total > maxCounted,
  };
}
