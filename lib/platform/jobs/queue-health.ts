import type { Database } from "@/lib/db/client";

/** The queue's figures: jobs that are due and unclaimed, jobs that failed for good, and the age of the oldest due job. */
export async function queueHealth(
  database: Database,
  now: Date,
): Promise<{ due: number; failed: number; oldestSeconds: number }> {
  const rows = await database.prisma.$queryRaw<{ due: bigint; failed: bigint; oldest: Date | null }[]>`
    SELECT
      (SELECT count(*) FROM jobs WHERE locked_by IS NULL AND failed_at IS NULL AND run_at <= ${now}) AS due,
      (SELECT count(*) FROM jobs WHERE failed_at IS NOT NULL) AS failed,
      (SELECT min(run_at) FROM jobs WHERE locked_by IS NULL AND failed_at IS NULL AND run_at <= ${now}) AS oldest`;
  const row = rows[0];
  return {
    due: Number(row?.due ?? 0),
    failed: Number(row?.failed ?? 0),
    oldestSeconds: row?.oldest ? Math.max(0, (now.getTime() - row.oldest.getTime()) / 1_000) : 0,
  };
}
