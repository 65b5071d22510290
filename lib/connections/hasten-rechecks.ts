import { states } from "@/lib/connections/machine";
import { driftConfirmationDelayMs } from "@/lib/connections/policy";
import { errorText } from "@/lib/kernel/errors";
import type { ServiceContext } from "@/lib/platform/ports/context";

const mostInStatement = 5_000;

/**
 * A shorter RECHECK_INTERVAL holds at once: checks of served domains that were planned for later than it allows are spread over
 * one interval from now. Called where a worker starts; bounded statements, each of its own. Never rejects.
 * @returns how many were planned anew
 */
export async function hastenRechecks(
  service: Pick<ServiceContext, "database" | "now" | "policy" | "log">,
): Promise<number> {
  const { recheckIntervalMs } = service.policy;
  const now = service.now();
  const intervalMs = Math.max(recheckIntervalMs, driftConfirmationDelayMs(recheckIntervalMs));
  const latest = new Date(now.getTime() + intervalMs);
  const served = Object.entries(states).flatMap(([state, facts]) => (facts.served ? [state] : []));
  let after = { runAt: latest, id: "9223372036854775807" };
  let moved = 0;
  try {
    for (;;) {
      // In the order of `jobs_due_idx`, from the end of the interval on: each statement reads the rows behind the last one.
      const rows = await service.database.prisma.$queryRaw<{ runAt: Date; id: string; moved: boolean }[]>`
        WITH late AS MATERIALIZED (
          SELECT id, run_at, payload FROM jobs
          WHERE pool = 'rechecks' AND locked_by IS NULL AND failed_at IS NULL AND attempts >= 0
            AND (run_at, id) > (${after.runAt}, ${after.id}::bigint)
          ORDER BY run_at, id LIMIT ${mostInStatement} FOR UPDATE SKIP LOCKED
        ), planned AS (
          UPDATE jobs SET run_at = ${now}::timestamptz + random() * ${intervalMs}::float8 * interval '1 millisecond'
          FROM late JOIN connections c ON c.id = (late.payload ->> 'connectionId')::uuid
          WHERE jobs.id = late.id AND jobs.name = 'check-records' AND c.state = ANY(${served}::connection_state[])
          RETURNING jobs.id)
        SELECT late.run_at AS "runAt", late.id::text, planned.id IS NOT NULL AS moved
        FROM late LEFT JOIN planned ON planned.id = late.id ORDER BY late.run_at, late.id`;
      moved += rows.filter((row) => row.moved).length;
      const last = rows.at(-1);
      if (last === undefined || rows.length < mostInStatement) break;
      after = last;
    }
  } catch (error) {
    service.log.warn({ err: errorText(error) }, "could not plan re-checks by the new interval");
  }
  if (moved > 0) service.log.info({ jobs: moved }, "re-checks planned by the new interval");
  return moved;
}
