import type { Database } from "@/lib/db/client";

/**
 * Plans jobs for random times within `spanMs` from `from`, of those that nobody holds and that are due later than that.
 * @returns how many were planned anew
 */
export function spreadJobs(
  database: Database,
  ids: readonly string[],
  { from, spanMs }: { from: Date; spanMs: number },
): Promise<number> {
  return database.prisma.$executeRaw`
    UPDATE jobs SET run_at = ${from}::timestamptz + random() * ${spanMs}::float8 * interval '1 millisecond'
    WHERE id = ANY(${[...ids]}::bigint[]) AND locked_by IS NULL AND failed_at IS NULL
      AND run_at > ${new Date(from.getTime() + spanMs)}`;
}
