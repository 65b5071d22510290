import { lockCounters } from "@/lib/connections/add-up-counts";
import { countersSql } from "@/lib/connections/counted-connections";
import type { ConnectionState } from "@/lib/connections/machine";
import { inTransaction } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/** A counter that was wrong. */
export type CorrectedCount = { applicationId: string; state: ConnectionState; before: number; after: number };

/**
 * Sets the tenant's counters of connections to what its connections are: after a change with triggers off, such as a restored
 * part of a backup. Exact beside writers: a connection and the change that counts it become visible together.
 */
export async function recountConnections(ctx: Context): Promise<CorrectedCount[]> {
  return inTransaction(ctx, async (tx) => {
    await lockCounters(tx);
    const wrong = await tx.$queryRaw<(CorrectedCount & { before: bigint; after: bigint })[]>`
      WITH actual AS (
        SELECT application_id, state, counted_urgency(finding_urgency) AS urgency, count(*) AS count FROM connections
        WHERE tenant_id = ${ctx.tenantId}::uuid GROUP BY 1, 2, 3
      ), counted AS (
        SELECT application_id, state, urgency, sum(count)::bigint AS count FROM (${countersSql}) c
        WHERE tenant_id = ${ctx.tenantId}::uuid GROUP BY 1, 2, 3
      ), wrong AS (
        SELECT application_id, state, urgency, COALESCE(counted.count, 0) AS before, COALESCE(actual.count, 0) AS after
        FROM actual FULL JOIN counted USING (application_id, state, urgency)
        WHERE COALESCE(counted.count, 0) <> COALESCE(actual.count, 0)
      ), written AS (
        INSERT INTO connection_counts AS c (tenant_id, application_id, state, urgency, count)
        SELECT ${ctx.tenantId}::uuid, application_id, state, urgency, after - before FROM wrong
        ON CONFLICT (tenant_id, application_id, state, urgency) DO UPDATE SET count = c.count + EXCLUDED.count
      )
      SELECT application_id AS "applicationId", state, before, after FROM wrong ORDER BY 1, 2`;
    return wrong.map((row) => ({ ...row, before: Number(row.before), after: Number(row.after) }));
  });
}
