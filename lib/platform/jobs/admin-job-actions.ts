import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { jobsChannel } from "@/lib/platform/jobs/catalog";

export type JobRef = { name: string; key: string | null };

/**
 * Makes a job due now with all its attempts, including one that failed for good.
 * @throws Refusal not_found, invalid_state while a worker runs it
 */
export async function retryJobNow(tx: Tx, id: string, now: Date): Promise<JobRef> {
  const [job] = await tx.$queryRaw<JobRef[]>`
    UPDATE jobs SET run_at = ${now}, attempts = 0, failed_at = NULL, generation = generation + 1
    WHERE id = ${id}::bigint AND locked_by IS NULL RETURNING name, key`;
  if (!job) throw await whyNot(tx, id);
  await tx.$executeRaw`SELECT pg_notify(${jobsChannel}, '')`;
  return job;
}

/**
 * Deletes a job without running it.
 * @throws Refusal not_found, invalid_state while a worker runs it
 */
export async function discardJob(tx: Tx, id: string): Promise<JobRef> {
  const [job] = await tx.$queryRaw<JobRef[]>`
    DELETE FROM jobs WHERE id = ${id}::bigint AND locked_by IS NULL RETURNING name, key`;
  if (!job) throw await whyNot(tx, id);
  return job;
}

async function whyNot(tx: Tx, id: string): Promise<Refusal> {
  const [held] = await tx.$queryRaw<unknown[]>`SELECT 1 FROM jobs WHERE id = ${id}::bigint`;
  return held
    ? new Refusal("invalid_state", "A worker runs this job right now. Try again in a moment.")
    : new Refusal("not_found", "This job is done, or was discarded.");
}
