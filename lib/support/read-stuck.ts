import { statesIn } from "@/lib/connections/machine";
import { Prisma } from "@/lib/db/generated/client";
import type { Context } from "@/lib/platform/ports/context";

/** How many connections are read, the longest waiting first. */
export const maxStuck = 5_000;
const waitingTooLongMs = 3_600_000;

/** Not parameters: the planner must see how rare a state is. */
const stuckStates = Prisma.raw(
  statesIn("attention")
    .map((state) => `'${state}'`)
    .join(", "),
);

/**
 * The common table `named`: stuck connections of all tenants with their group. Stuck: stalled, failed, drifted, or in setup
 * for more than an hour. Grouped by the first finding of the newest diagnosis, else by error code, else by state. Read in
 * the order of `connections_stuck_idx`, whose condition is repeated; the newest snapshot of each is one step in its index.
 */
export function stuckTable(ctx: Context): Prisma.Sql {
  const since = new Date(ctx.now().getTime() - waitingTooLongMs);
  return Prisma.sql`
    stuck AS (
      SELECT id, tenant_id, hostname, state, error_code, state_changed_at FROM connections
      WHERE state <> 'live' AND state <> 'archived'
        AND (state IN (${stuckStates}) OR state_changed_at <= ${since})
      ORDER BY state_changed_at, id LIMIT ${maxStuck}
    ), named AS (
      SELECT stuck.*, s.title,
        CASE WHEN s.code IS NOT NULL THEN 'finding' WHEN stuck.error_code IS NOT NULL THEN 'error' ELSE 'state' END AS by,
        COALESCE(s.code, stuck.error_code, stuck.state::text) AS code
      FROM stuck LEFT JOIN LATERAL (
        SELECT d.codes[1] AS code, d.findings -> 0 ->> 'title' AS title FROM diagnosis_snapshots d
        WHERE d.connection_id = stuck.id ORDER BY d.id DESC LIMIT 1
      ) s ON true
    )`;
}
