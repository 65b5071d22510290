import type { Database } from "@/lib/db/client";
import { Prisma } from "@/lib/db/generated/client";
import { type JobPool, jobPoolNames } from "@/lib/platform/jobs/catalog";

/** `due`: up to `mostCounted`. `oldestSeconds`: how long the oldest of the due jobs has been due. */
export type PoolHealth = { pool: JobPool; due: number; running: number; oldestSeconds: number };

export type QueueHealth = { due: number; failed: number; oldestSeconds: number; pools: PoolHealth[] };

/** A scrape must not read a million rows: with so many due, the age of the oldest says how late the pool is. */
const mostCounted = 10_000;

/** The queue's figures, in all and by pool: jobs that are due, that workers hold, and that failed for good. */
export async function queueHealth(database: Database, now: Date): Promise<QueueHealth> {
  const due = Prisma.sql`pool = asked.pool AND locked_by IS NULL AND failed_at IS NULL AND attempts >= 0 AND run_at <= ${now}`;
  const rows = await database.prisma.$queryRaw<{ pool: JobPool; due: number; running: number; oldest: Date | null }[]>`
    SELECT asked.pool, waiting.due, (SELECT run_at FROM jobs WHERE ${due} ORDER BY run_at, id LIMIT 1) AS oldest,
      (SELECT count(*)::int FROM jobs WHERE locked_by IS NOT NULL AND pool = asked.pool) AS running
    FROM unnest(${jobPoolNames}::text[]) AS asked(pool) CROSS JOIN LATERAL (
      SELECT count(*)::int AS due FROM (SELECT FROM jobs WHERE ${due} LIMIT ${mostCounted}) counted) waiting`;
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
