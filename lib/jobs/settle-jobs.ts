import type { Database } from "@/lib/db/client";
import type { ClaimedJob } from "@/lib/jobs/claim-jobs";

/** How a run ended: done, due again, failed but to be tried again, or failed for good. */
export type JobOutcome = { job: ClaimedJob } & (
  | { kind: "done" }
  | { kind: "again"; runAt: Date }
  | { kind: "retry"; runAt: Date; error: string }
  | { kind: "failed"; error: string }
);

/**
 * Writes outcomes, many at once. Only what `workerId` still holds is touched: a job whose lease was lost belongs to
 * another. A job that was enqueued again while it ran (its generation moved) is given back instead, due as that said.
 * @returns how many were given back
 */
export async function settleJobs(
  database: Database,
  workerId: string,
  outcomes: readonly JobOutcome[],
  now: Date,
): Promise<number> {
  const done = outcomes.filter((outcome) => outcome.kind === "done").map(({ job }) => job);
  const others = outcomes.filter((outcome) => outcome.kind !== "done");
  if (done.length > 0) {
    await database.prisma.$executeRaw`
      DELETE FROM jobs USING unnest(${done.map((job) => job.id)}::bigint[], ${done.map((job) => job.generation)}::int[])
        AS mine(id, generation)
      WHERE jobs.id = mine.id AND jobs.locked_by = ${workerId} AND jobs.generation = mine.generation`;
  }
  if (others.length > 0) {
    const rows = others.map((outcome) => ({
      id: String(outcome.job.id),
      generation: outcome.job.generation,
      attempts: outcome.kind === "again" ? 0 : outcome.job.attempts + 1,
      runAt: "runAt" in outcome ? outcome.runAt : null,
      error: "error" in outcome ? outcome.error : null,
      failedAt: outcome.kind === "failed" ? now : null,
    }));
    await database.prisma.$executeRaw`
      UPDATE jobs SET locked_by = NULL, locked_until = NULL, attempts = mine.attempts,
        run_at = COALESCE(mine."runAt", jobs.run_at), last_error = mine.error, failed_at = mine."failedAt"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS mine(id bigint, generation int, attempts int, "runAt" timestamptz, error text, "failedAt" timestamptz)
      WHERE jobs.id = mine.id AND jobs.locked_by = ${workerId} AND jobs.generation = mine.generation`;
  }
  // What is still ours was enqueued again meanwhile.
  return database.prisma.$executeRaw`
    UPDATE jobs SET locked_by = NULL, locked_until = NULL, attempts = 0
    WHERE locked_by = ${workerId} AND id = ANY(${outcomes.map(({ job }) => job.id)}::bigint[])`;
}
