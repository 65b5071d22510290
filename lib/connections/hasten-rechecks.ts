import { states } from "@/lib/connections/machine";
import { driftConfirmationDelayMs } from "@/lib/connections/policy";
import { errorText } from "@/lib/kernel/errors";
import { spreadJobs } from "@/lib/platform/jobs/spread-jobs";
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
      const rows = await service.database.prisma.$queryRaw<{ runAt: Date; id: string; isServed: boolean }[]>`
        WITH late AS MATERIALIZED (
          SELECT id, run_at, name, payload FROM jobs
          WHERE pool = 'rechecks' AND locked_by IS NULL AND failed_at IS NULL AND attempts >= 0
            AND (run_at, id) > (${after.runAt}, ${after.id}::bigint)
          ORDER BY run_at, id LIMIT ${mostInStatement})
        SELECT late.run_at AS "runAt", late.id::text,
          late.name = 'check-records' AND c.state = ANY(${served}::connection_state[]) AS "isServed"
        FROM late LEFT JOIN connections c ON c.id = (late.payload ->> 'connectionId')::uuid
        ORDER BY late.run_at, late.id`;
      const ids = rows.filter(({ isServed }) => isServed).map(({ id }) => id);
      moved += await spreadJobs(service.database, ids, { from: now, spanMs: intervalMs });
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
