import type { Context } from "@/lib/platform/ports/context";
import { maxStuck, stuckTable } from "@/lib/support/read-stuck";
import { recordStaffViews } from "@/lib/support/record-staff-view";
import type { GetSupportQueueInput, SupportHit, SupportQueue, SupportQueueGroup } from "@/lib/support/schema";

const maxExamples = 3;

type Row = SupportHit & Pick<SupportQueueGroup, "by" | "code" | "title" | "oldestAt"> & { count: bigint };

/** Stuck connections of all tenants in groups, the largest first. See `stuckTable` for the definition. */
export async function getSupportQueue(ctx: Context, _: GetSupportQueueInput): Promise<SupportQueue> {
  const rows = await readGroups(ctx);
  const groups = new Map<string, SupportQueueGroup>();
  for (const { by, code, title, count, oldestAt, ...example } of rows) {
    const key = `${by} ${code}`;
    const group = groups.get(key) ?? { by, code, title, count: Number(count), oldestAt, examples: [] };
    group.title ??= title;
    group.examples.push(example);
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
    capped: total === maxStuck,
  };
}

function readGroups(ctx: Context): Promise<Row[]> {
  return ctx.database.prisma.$queryRaw<Row[]>`
    WITH ${stuckTable(ctx)}, ranked AS (
      SELECT named.*, count(*) OVER (PARTITION BY by, code) AS count,
        min(state_changed_at) OVER (PARTITION BY by, code) AS oldest_at,
        row_number() OVER (PARTITION BY by, code ORDER BY state_changed_at, id) AS place
      FROM named
    )
    SELECT ranked.id, tenant_id AS "tenantId", t.name AS "tenantName", hostname, state::text AS state,
      error_code AS "errorCode", state_changed_at AS "stateChangedAt", by, code, title, count, oldest_at AS "oldestAt"
    FROM ranked JOIN tenants t ON t.id = ranked.tenant_id
    WHERE place <= ${maxExamples} ORDER BY by, code, place`;
}
