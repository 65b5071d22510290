import type { Database } from "@/lib/db/client";
import type { JobName, JobPayload } from "@/lib/platform/jobs/catalog";

/** A job that this worker holds until its lease ends. */
export type ClaimedJob = {
  id: bigint;
  name: JobName;
  key: string | null;
  payload: JobPayload;
  attempts: number;
  generation: number;
};

/**
 * Takes up to `limit` due jobs. SKIP LOCKED lets workers claim side by side without waiting for each other; the partial
 * index `jobs_due_idx` holds only jobs that nobody holds, so the claim reads what it takes and no more.
 */
export function claimJobs(
  database: Database,
  workerId: string,
  now: Date,
  leaseMs: number,
  limit: number,
): Promise<ClaimedJob[]> {
  const until = new Date(now.getTime() + leaseMs);
  return database.prisma.$queryRaw<ClaimedJob[]>`
    UPDATE jobs SET locked_by = ${workerId}, locked_until = ${until}
    WHERE id IN (
      SELECT id FROM jobs
      WHERE locked_by IS NULL AND failed_at IS NULL AND run_at <= ${now}
      ORDER BY run_at, id LIMIT ${limit}
      FOR UPDATE SKIP LOCKED)
    RETURNING id, name, key, payload, attempts, generation`;
}

/** Gives back what a dead worker held. The lost run counts as an attempt. */
export function reapLostLeases(database: Database, now: Date): Promise<number> {
  return database.prisma.$executeRaw`
    UPDATE jobs SET locked_by = NULL, locked_until = NULL, attempts = attempts + 1,
      last_error = 'the worker that held this job was lost'
    WHERE locked_by IS NOT NULL AND locked_until < ${now}`;
}

/** Holds on to everything that `workerId` has, for another lease. */
export function extendLeases(database: Database, workerId: string, until: Date): Promise<number> {
  return database.prisma.$executeRaw`UPDATE jobs SET locked_until = ${until} WHERE locked_by = ${workerId}`;
}

/** Gives back what `workerId` holds and has not begun: it is due for anyone, and no attempt is counted. */
export function releaseJobs(database: Database, workerId: string): Promise<number> {
  return database.prisma.$executeRaw`
    UPDATE jobs SET locked_by = NULL, locked_until = NULL WHERE locked_by = ${workerId}`;
}

/** When the next job is due that nobody holds, or the next lease ends; null when there is none. */
export async function findNextDue(database: Database): Promise<Date | null> {
  const rows = await database.prisma.$queryRaw<{ at: Date | null }[]>`
    SELECT LEAST(
      (SELECT min(run_at) FROM jobs WHERE locked_by IS NULL AND failed_at IS NULL),
      (SELECT min(locked_until) FROM jobs WHERE locked_by IS NOT NULL)) AS at`;
  return rows[0]?.at ?? null;
}
