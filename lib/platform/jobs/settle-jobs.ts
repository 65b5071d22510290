import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
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
  const settled = await writeOutcomes(database, workerId, outcomes, now, true);
  let released = 0;
  for (const outcome of outcomes.filter(({ job }) => !settled.has(String(job.id)))) {
    const own = await writeOutcomes(database, workerId, [outcome], now, false);
    if (own.size > 0) continue;
    // A job that is still leased to us was enqueued again meanwhile.
    released += await database.prisma.$executeRaw`
      UPDATE jobs SET locked_by = NULL, locked_until = NULL, attempts = 0
      WHERE locked_by = ${workerId} AND id = ${outcome.job.id}`;
  }
  return released;
}

/**
 * `= ANY` beside each join: a prepared statement does not know how many elements an array has, and would read the whole table.
 * @returns the ids of those that were written
 */
async function writeOutcomes(
  database: Database,
  workerId: string,
  outcomes: readonly JobOutcome[],
  now: Date,
  skipHeld: boolean,
): Promise<Set<string>> {
  const held = skipHeld ? Prisma.sql`SKIP LOCKED` : Prisma.empty;
  const name = (kind: string) => prepared(skipHeld ? `settle-${kind}` : `settle-${kind}-held`);
  const done = outcomes.filter((outcome) => outcome.kind === "done").map(({ job }) => job);
  const others = outcomes.filter((outcome) => outcome.kind !== "done");
  const written: { id: string }[] = [];
  if (done.length > 0) {
    const deleted = await database.read<{ id: string }>(Prisma.sql`${name("done")}
      DELETE FROM jobs WHERE id = ANY(ARRAY(
        SELECT jobs.id FROM jobs JOIN unnest(${idsOf(done)}::bigint[], ${done.map(({ generation }) => generation)}::int[])
          AS mine(id, generation) ON jobs.id = mine.id AND jobs.generation = mine.generation
        WHERE jobs.id = ANY(${idsOf(done)}::bigint[]) AND jobs.locked_by = ${workerId}
        FOR UPDATE OF jobs ${held}))
      RETURNING id::text`);
    written.push(...deleted);
  }
  if (others.length > 0) {
    const of = <T>(pick: (outcome: JobOutcome) => T) => others.map(pick);
    const jobs = of(({ job }) => job);
    const at = (time: Date | null) => time?.toISOString() ?? null;
    const updated = await database.read<{ id: string }>(Prisma.sql`${name("again")}
      WITH mine AS (
        SELECT outcome.*
        FROM jobs JOIN unnest(${idsOf(jobs)}::bigint[], ${of(({ job }) => job.generation)}::int[],
            ${of(({ job, kind }) => (kind === "again" ? 0 : job.attempts + 1))}::int[],
            ${of((one) => ("runAt" in one ? at(one.runAt) : null))}::timestamptz[],
            ${of((one) => ("pool" in one ? one.pool : null))}::text[],
            ${of((one) => ("error" in one ? one.error : null))}::text[],
            ${of(({ kind }) => (kind === "failed" ? at(now) : null))}::timestamptz[])
          AS outcome(id, generation, attempts, run_at, pool, error, failed_at)
          ON jobs.id = outcome.id AND jobs.generation = outcome.generation
        WHERE jobs.id = ANY(${idsOf(jobs)}::bigint[]) AND jobs.locked_by = ${workerId}
        FOR UPDATE OF jobs ${held})
      UPDATE jobs SET locked_by = NULL, locked_until = NULL, attempts = mine.attempts,
        run_at = COALESCE(mine.run_at, jobs.run_at), pool = COALESCE(mine.pool, jobs.pool), last_error = mine.error,
        failed_at = mine.failed_at
      FROM mine WHERE jobs.id = mine.id AND jobs.id = ANY(${idsOf(jobs)}::bigint[]) RETURNING jobs.id::text`);
    written.push(...updated);
  }
  return new Set(written.map(({ id }) => id));
}

function idsOf(jobs: readonly ClaimedJob[]): string[] {
  return jobs.map(({ id }) => String(id));
}
