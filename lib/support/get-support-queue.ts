import type { Context } from "@/lib/platform/ports/context";
import { countLeftOut, maxStuck, stuckTable } from "@/lib/support/read-stuck";
import { recordStaffViews } from "@/lib/support/record-staff-view";
import type { GetSupportQueueInput, SupportQueue, SupportQueueGroup } from "@/lib/support/schema";
import { assigneeJoin, type HitRow, hitColumns, toSupportHit } from "@/lib/support/support-hit";

const maxExamples = 3;

type Row = HitRow &
  Pick<SupportQueueGroup, "by" | "code" | "title" | "oldestAt"> & { count: bigint; unassigned: bigint };

/** Stuck connections of all tenants in groups, the largest first. See `stuckTable` for the definition. */
export async function getSupportQueue(ctx: Context, _: GetSupportQueueInput): Promise<SupportQueue> {
  const [rows, leftOut] = await Promise.all([readGroups(ctx), countLeftOut(ctx)]);
  const groups = new Map<string, SupportQueueGroup>();
  for (const { by, code, title, count, unassigned, oldestAt, ...example } of rows) {
    const key = `${by} ${code}`;
    const group = groups.get(key) ?? {
      by,
      code,
      title,
      count: Number(count),
      unassigned: Number(unassigned),
      oldestAt,
      examples: [],
    };
    group.title ??= title;
    group.examples.push(toSupportHit(example));
    groups.set(key, group);
  }
  const total = [...groups.values()].reduce((sum, group) => sum + group.count, 0);
  const shown = new Map<string, number>();
  for (const { tenantId } of rows) shown.set(tenantId, (shown.get(tenantId) ?? 0) + 1);
  const views = [...shown].map(([tenantId, count]) => ({ tenantId, targetId: tenantId, data: { connections: count } }));
  await recordStaffViews(ctx, "support.queue_viewed", views);
  return {
    groups: [...groups.values()].sort((one, other) => other.count - one.count || one.code.localeCompare(other.code)),
    total,
    capped: total >= maxStuck,
    leftOut,
  };
}

function readGroups(ctx: Context): Promise<Row[]> {
  return ctx.database.prisma.$queryRaw<Row[]>`
    WITH ${stuckTable(ctx)}, ranked AS (
      SELECT named.*, count(*) OVER (PARTITION BY by, code) AS count,
        count(*) FILTER (WHERE colleagues.id IS NULL) OVER (PARTITION BY by, code) AS unassigned,
        min(state_changed_at) OVER (PARTITION BY by, code) AS oldest_at,
        row_number() OVER (PARTITION BY by, code ORDER BY state_changed_at, named.id) AS place
      FROM named LEFT JOIN support_assignments s ON s.connection_id = named.id
        LEFT JOIN users colleagues ON colleagues.id = s.user_id AND colleagues.is_staff
    )
    SELECT ${hitColumns}, by, code, title, count, unassigned, oldest_at AS "oldestAt"
    FROM ranked c JOIN tenants t ON t.id = c.tenant_id ${assigneeJoin}
    WHERE place <= ${maxExamples} ORDER BY by, code, place`;
}
