import type { Context } from "@/lib/context";
import type { Tx } from "@/lib/db/transaction";
import { type JobName, type JobPayload, jobsChannel } from "@/lib/jobs/catalog";

/**
 * Owes a job: it exists if and only if the transaction commits, and the worker is woken right after that.
 * One job per kind and connection. If it is waiting already, it runs at the earlier of the two times; if it is running
 * now, it runs once more afterwards; if it had failed for good, it starts afresh.
 */
export async function enqueue(
  ctx: Context,
  tx: Tx,
  name: JobName,
  connectionId: string,
  runAt: Date = ctx.now(),
): Promise<void> {
  const payload: JobPayload = { tenantId: ctx.tenantId, connectionId };
  await tx.$executeRaw`
    INSERT INTO jobs (name, key, payload, run_at, created_at)
    VALUES (${name}, ${`${name}:${connectionId}`}, ${JSON.stringify(payload)}::jsonb, ${runAt}, ${ctx.now()})
    ON CONFLICT (key) DO UPDATE SET
      run_at = CASE WHEN jobs.failed_at IS NULL THEN LEAST(jobs.run_at, EXCLUDED.run_at) ELSE EXCLUDED.run_at END,
      attempts = CASE WHEN jobs.failed_at IS NULL THEN jobs.attempts ELSE 0 END,
      generation = jobs.generation + 1,
      failed_at = NULL`;
  if (runAt <= ctx.now()) await tx.$executeRaw`SELECT pg_notify(${jobsChannel}, '')`;
}
