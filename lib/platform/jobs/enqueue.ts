import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import { type JobInputs, jobCatalog, jobKey, jobsChannel, type TenantJobName } from "@/lib/platform/jobs/catalog";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Enqueues jobs of one kind on behalf of the tenant: they exist if and only if the transaction commits, and the worker is
 * woken right after that. There is one job per kind and input. If it is pending already, it runs at the earlier of the
 * two times; if it is running, it runs once more afterwards; if it failed for good, it starts over. Somebody waits for what is
 * enqueued: it does not wait for routine runs. The inputs must differ.
 */
export async function enqueue<N extends TenantJobName>(
  ctx: Context,
  tx: Tx,
  name: N,
  inputs: readonly JobInputs[N][],
  runAt: Date = ctx.now(),
): Promise<void> {
  if (inputs.length === 0) return;
  const rows = inputs.map((input) => ({ key: jobKey(name, input), payload: { tenantId: ctx.tenantId, ...input } }));
  // Ordered by key, so that two transactions that enqueue the same jobs wait for each other and never deadlock.
  await tx.$executeRaw`${prepared("enqueue")}
    WITH written AS (
      INSERT INTO jobs (name, key, payload, pool, run_at, created_at)
      SELECT ${name}, new.key, new.payload, ${jobCatalog[name].pool}, ${runAt}, ${ctx.now()}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS new(key text, payload jsonb) ORDER BY new.key
      ON CONFLICT (key) DO UPDATE SET
        run_at = CASE WHEN jobs.failed_at IS NULL THEN LEAST(jobs.run_at, EXCLUDED.run_at) ELSE EXCLUDED.run_at END,
        attempts = CASE WHEN jobs.failed_at IS NULL THEN jobs.attempts ELSE 0 END,
        generation = jobs.generation + 1,
        pool = EXCLUDED.pool,
        failed_at = NULL
    )
    SELECT pg_notify(${jobsChannel}, '') WHERE ${runAt <= ctx.now()}`;
}
