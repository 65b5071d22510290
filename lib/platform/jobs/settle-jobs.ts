import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import type { JobPool } from "@/lib/platform/jobs/catalog";
import type { ClaimedJob } from "@/lib/platform/jobs/claim-jobs";

/** How a run ended: done, due again, to be retried, or failed for good. */
export type JobOutcome = { job: ClaimedJob } & (
  | { kind: "done" }
  | { kind: "again"; runAt: Date; pool: JobPool }
  | { kind: "retry"; runAt: Date; error: string }
  | { kind: "failed"; error: string }
);

/**
 * Writes outcomes, many at once, to the jobs that `workerId` still holds: one whose lease was lost belongs to another
 * worker. A job that was enqueued again while it ran (its generation moved) is released instead, due as that enqueue said.
 * @returns how many were released
 */
export async function settleJobs(
  database: Database,
  workerId: string,
  outcomes: readonly JobOutcome[],
  now: Date,
): Promise<number> {
  // A transaction that enqueues locks its jobs until it commits, in any order. To wait for one of them while holding
  // another would be a deadlock: so the batch skips locked rows, and the rest follows one by one.
  await writeOutcomes(database, workerId, outcomes, now, true);
  const held = await database.prisma.$queryRaw<{ id: bigint }[]>`
    SELECT id FROM jobs WHERE locked_by = ${workerId} AND id = ANY(${outcomes.map(({ job }) => job.id)}::bigint[])`;
  const left = new Set(held.map(({ id }) => id));
  let released = 0;
  for (const outcome of outcomes.filter(({ job }) => left.has(job.id))) {
    await writeOutcomes(database, workerId, [outcome], now, false);
    // A job that is still leased to us was enqueued again meanwhile.
    released += await database.prisma.$executeRaw`
      UPDATE jobs SET locked_by = NULL, locked_until = NULL, attempts = 0
      WHERE locked_by = ${workerId} AND id = ${outcome.job.id}`;
  }
  return released;
}

async function writeOutcomes(
  database: Database,
  workerId: string,
  outcomes: readonly JobOutcome[],
  now: Date,
  skipHeld: boolean,
): Promise<void> {
  const held = skipHeld ? Prisma.sql`SKIP LOCKED` : Prisma.empty;
  const done = outcomes.filter((outcome) => outcome.kind === "done").map(({ job }) => job);
  const others = outcomes.filter((outcome) => outcome.kind !== "done");
  if (done.length > 0) {
    await database.prisma.$executeRaw`
      DELETE FROM jobs WHERE id IN (
        SELECT jobs.id
        FROM jobs JOIN unnest(${done.map((job) => job.id)}::bigint[], ${done.map((job) => job.generation)}::int[])
          AS mine(id, generation) ON jobs.id = mine.id AND jobs.generation = mine.generation
        WHERE jobs.locked_by = ${workerId}
        FOR UPDATE OF jobs ${held})`;
  }
  if (others.length > 0) {
    const rows = others.map((outcome) => ({
      id: String(outcome.job.id),
      generation: outcome.job.generation,
      attempts: outcome.kind === "again" ? 0 : outcome.job.attempts + 1,
      runAt: "runAt" in outcome ? outcome.runAt : null,
      pool: "pool" in outcome ? outcome.pool : null,
      error: "error" in outcome ? outcome.error : null,
      failedAt: outcome.kind === "failed" ? now : null,
    }));
    await database.prisma.$executeRaw`
      WITH mine AS (
        SELECT outcome.*
        FROM jobs JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS outcome(id bigint, generation int, attempts int, "runAt" timestamptz, pool text, error text,
            "failedAt" timestamptz)
          ON jobs.id = outcome.id AND jobs.generation = outcome.generation
        WHERE jobs.locked_by = ${workerId}
        FOR UPDATE OF jobs ${held})
      UPDATE jobs SET locked_by = NULL, locked_until = NULL, attempts = mine.attempts,
        run_at = COALESCE(mine."runAt", jobs.run_at), pool = COALESCE(mine.pool, jobs.pool), last_error = mine.error, failed_at = mine."failedAt"
      FROM mine WHERE jobs.id = mine.id`;
  }
}
