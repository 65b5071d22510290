import type { ConnectionState } from "@/lib/connections/machine";
import type { Context } from "@/lib/context";
import { recordLooks } from "@/lib/support/record-looks";
import type { GetSupportQueueInput, SupportQueue, SupportQueueGroup } from "@/lib/support/schema";

/** Connections that are looked at, those that wait longest first. */
const maxStuck = 5_000;
const maxExamples = 20;
const waitingTooLongMs = 3_600_000;

type Row = {
  id: string;
  tenantId: string;
  tenantName: string;
  hostname: string;
  state: ConnectionState;
  errorCode: string | null;
  stateChangedAt: Date;
  by: SupportQueueGroup["by"];
  code: string;
  title: string | null;
  count: bigint;
  oldestAt: Date;
};

/**
 * What is stuck, across tenants: stalled, failed, drifted, or for more than an hour on the way. Grouped by the first
 * finding of the newest diagnosis; where there was none, by error code, else by state.
 */
export async function getSupportQueue(ctx: Context, _: GetSupportQueueInput): Promise<SupportQueue> {
  const rows = await readQueue(ctx);
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
  const looks = [...shown].map(([tenantId, count]) => ({ tenantId, targetId: tenantId, data: { connections: count } }));
  await recordLooks(ctx, "support.queue_viewed", looks);
  return {
    groups: [...groups.values()].sort((one, other) => other.count - one.count || one.code.localeCompare(other.code)),
    total,
    capped: total === maxStuck,
  };
}

/** One statement: the stuck ones by age, the newest snapshot of each by its index, and the first few of each group. */
function readQueue(ctx: Context): Promise<Row[]> {
  const since = new Date(ctx.now().getTime() - waitingTooLongMs);
  return ctx.database.prisma.$queryRaw<Row[]>`
    WITH stuck AS (
      SELECT id, tenant_id, hostname, state, error_code, state_changed_at FROM connections
      WHERE state NOT IN ('live', 'archived')
        AND (state IN ('stalled', 'failed', 'drifted') OR state_changed_at <= ${since})
      ORDER BY state_changed_at LIMIT ${maxStuck}
    ), named AS (
      SELECT stuck.*, s.title,
        CASE WHEN s.code IS NOT NULL THEN 'finding' WHEN stuck.error_code IS NOT NULL THEN 'error' ELSE 'state' END AS by,
        COALESCE(s.code, stuck.error_code, stuck.state::text) AS code
      FROM stuck LEFT JOIN LATERAL (
        SELECT d.codes[1] AS code, d.findings -> 0 ->> 'title' AS title FROM diagnosis_snapshots d
        WHERE d.connection_id = stuck.id ORDER BY d.id DESC LIMIT 1
      ) s ON true
    ), ranked AS (
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
