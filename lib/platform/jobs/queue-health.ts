import type { Database } from "@/lib/db/client";
import { type JobPool, jobPoolNames } from "@/lib/platform/jobs/catalog";

/** `oldestSeconds`: how long the oldest of the due jobs has been due. */
export type PoolHealth = { pool: JobPool; due: number; running: number; oldestSeconds: number };

export type QueueHealth = { due: number; failed: number; oldestSeconds: number; pools: PoolHealth[] };

/** The queue's figures, in all and by pool: jobs that are due, that workers hold, and that failed for good. */
export async function queueHealth(database: Database, now: Date): Promise<QueueHealth> {
  const rows = await database.prisma.$queryRaw<{ pool: JobPool; due: number; running: number; oldest: Date | null }[]>`
    SELECT asked.pool, waiting.due, waiting.oldest,
      (SELECT count(*)::int FROM jobs WHERE locked_by IS NOT NULL AND pool = asked.pool) AS running
    FROM unnest(${jobPoolNames}::text[]) AS asked(pool) CROSS JOIN LATERAL (
      SELECT count(*)::int AS due, min(run_at) AS oldest FROM jobs
      WHERE pool = asked.pool AND locked_by IS NULL AND failed_at IS NULL AND attempts >= 0 AND run_at <= ${now}) waiting`;
  const pools = jobPoolNames.map((pool) => {
    const { due = 0, running = 0, oldest = null } = rows.find((row) => row.pool === pool) ?? {};
    const oldestSeconds = oldest ? Math.max(0, (now.getTime() - oldest.getTime()) / 1_000) : 0;
    return { pool, due, running, oldestSeconds };
  });
  return {
    due: pools.reduce((sum, { due }) => sum + due, 0),
    failed: await database.prisma.job.count({ where: { failedAt: { not: null } } }),
    oldestSeconds: Math.max(...pools.map(({ oldestSeconds }) => oldestSeconds)),
    pools,
  };
}
