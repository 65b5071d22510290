import { Prisma } from "@/lib/db/generated/client";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import type { ServiceContext } from "@/lib/platform/ports/context";

const changesPerBatch = 20_000;
const maxBatches = 50;

/**
 * Adds the appended changes to the counters of connections, a million at most in one call. A batch moves from one table to
 * the other in one transaction, so the sum of both is right at any time.
 * @returns how many changes were added
 */
export async function addUpCounts(service: Pick<ServiceContext, "database">): Promise<number> {
  let added = 0;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const count = await inTransaction(service, async (tx) => {
      await lockCounters(tx);
      const [row] = await tx.$queryRaw<{ count: number }[]>`
        WITH taken AS (
          DELETE FROM connection_count_changes
          WHERE (tenant_id, id) IN (SELECT tenant_id, id FROM connection_count_changes LIMIT ${changesPerBatch})
          RETURNING tenant_id, application_id, state, urgency, change
        ), written AS (
          INSERT INTO connection_counts AS c (tenant_id, application_id, state, urgency, count)
          SELECT tenant_id, application_id, state, urgency, sum(change) FROM taken GROUP BY 1, 2, 3, 4
          ON CONFLICT (tenant_id, application_id, state, urgency) DO UPDATE SET count = c.count + EXCLUDED.count
        )
        SELECT count(*)::int AS count FROM taken`;
      return row?.count ?? 0;
    });
    added += count;
    if (count < changesPerBatch) break;
  }
  return added;
}

/** Until the transaction ends, nobody else writes counters. Writers of connections append, and do not wait. */
export async function lockCounters(tx: Tx): Promise<void> {
  await tx.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtext('connection_counts'))`);
}
