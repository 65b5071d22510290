import { statesIn } from "@/lib/connections/machine";
import { overdueMs } from "@/lib/connections/policy";
import { Prisma } from "@/lib/db/generated/client";
import type { Context } from "@/lib/platform/ports/context";

/** How many connections are read, the longest waiting first. */
export const maxStuck = 5_000;
/** Of those, how many have a mistake and have waited for less than an hour: a backlog does not push them out. */
export const maxFresh = 1_000;
/** Of those that are left out, how many are counted. */
export const maxLeftOut = 10_000;

/** Not parameters: the planner must see how rare a state is. */
const stuckStates = Prisma.raw(
  statesIn("attention")
    .map((state) => `'${state}'`)
    .join(", "),
);

const columns = Prisma.raw(
  "id, tenant_id, hostname, state, error_code, state_changed_at, created_at, finding_code, finding_title",
);

function overdueSince(ctx: Context): Date {
  return new Date(ctx.now().getTime() - overdueMs);
}

/**
 * The common table `named`: stuck connections of all tenants with their group. Stuck: stalled, failed, drifted, in setup for
 * more than an hour, or in setup with a mistake in what was published. Grouped by the first finding of the newest
 * diagnosis, else by error code, else by state. Read in the order of `connections_stuck_idx` and of
 * `connections_mistakes_idx`, whose conditions are repeated; the newest snapshot of each is one step in its index.
 */
export function stuckTable(ctx: Context): Prisma.Sql {
  const since = overdueSince(ctx);
  return Prisma.sql`
    stuck AS (
      (SELECT ${columns} FROM connections
      WHERE state <> 'live' AND state <> 'archived'
        AND (state IN (${stuckStates}) OR state_changed_at <= ${since})
      ORDER BY state_changed_at, id LIMIT ${maxStuck})
      UNION ALL
      (SELECT ${columns} FROM connections
      WHERE finding_urgency = 'mistake' AND state <> 'live' AND state <> 'archived'
        AND state NOT IN (${stuckStates}) AND state_changed_at > ${since}
      ORDER BY state_changed_at, id LIMIT ${maxFresh})
    ), named AS (
      SELECT stuck.*, COALESCE(finding_title, s.title) AS title,
        CASE WHEN COALESCE(finding_code, s.code) IS NOT NULL THEN 'finding'
          WHEN stuck.error_code IS NOT NULL THEN 'error' ELSE 'state' END AS by,
        COALESCE(finding_code, s.code, stuck.error_code, stuck.state::text) AS code
      FROM stuck LEFT JOIN LATERAL (
        SELECT d.codes[1] AS code, d.findings -> 0 ->> 'title' AS title FROM diagnosis_snapshots d
        WHERE stuck.finding_code IS NULL AND d.connection_id = stuck.id ORDER BY d.id DESC LIMIT 1
      ) s ON true
    )`;
}

/** How many connections are in setup and not stuck, at most `maxLeftOut`. */
export async function countLeftOut(ctx: Context): Promise<number> {
  const [row] = await ctx.database.prisma.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM (
      SELECT 1 FROM connections
      WHERE state <> 'live' AND state <> 'archived' AND state NOT IN (${stuckStates})
        AND state_changed_at > ${overdueSince(ctx)} AND finding_urgency IS DISTINCT FROM 'mistake'
      LIMIT ${maxLeftOut}) waiting`;
  return Number(row?.count ?? 0);
}
