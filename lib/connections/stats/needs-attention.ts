import { needsAttentionSql, visibleConnectionsSql } from "@/lib/connections/connection-filter";
import { type SummaryRow, toConnectionSummary } from "@/lib/connections/connection-resource";
import type { CountedState } from "@/lib/connections/counted-connections";
import { summaryColumns } from "@/lib/connections/list-connections";
import { type ConnectionState, statesIn } from "@/lib/connections/machine";
import type { ConnectionSummary } from "@/lib/connections/schema";
import { Prisma } from "@/lib/db/generated/client";
import type { Context } from "@/lib/platform/ports/context";

const shown = 10;

type Group = {
  where: (now: Date) => Prisma.Sql;
  first: "newest" | "oldest";
  /** How many it has. */
  size: (counted: ReadonlyMap<ConnectionState, CountedState>) => number;
};

const underway = statesIn("underway");
const mayBeBlocked = [...underway, ...statesIn("live")];

/** The most urgent first. Of problems the newest has not been seen yet; of the others the longest wait matters. */
const groups: Group[] = [
  ...statesIn("attention").map(
    (state): Group => ({
      where: () => isIn([state]),
      first: "newest",
      size: (counted) => counted.get(state)?.count ?? 0,
    }),
  ),
  // Blocked by a mistake, or by what has been missing for too long.
  {
    where: (now) => Prisma.sql`${isIn(mayBeBlocked)} AND ${needsAttentionSql(now)}`,
    first: "newest",
    size: (counted) => sumOf(mayBeBlocked, (state) => counted.get(state)?.attention ?? 0),
  },
  {
    where: (now) => Prisma.sql`${isIn(underway)} AND (${needsAttentionSql(now)}) IS NOT TRUE`,
    first: "oldest",
    size: (counted) =>
      sumOf(underway, (state) => (counted.get(state)?.count ?? 0) - (counted.get(state)?.attention ?? 0)),
  },
];

/**
 * The ten connections that need a person most, the most urgent first. Groups that are empty, or come after ten others, are
 * not looked for: PostgreSQL would read all connections to find none.
 */
export async function needsAttention(
  ctx: Context,
  counted: readonly CountedState[],
  applicationId?: string,
): Promise<ConnectionSummary[]> {
  const asked = neededGroups(new Map(counted.map((row) => [row.state, row])));
  if (asked.length === 0) return [];
  const groupSql = ({ where, first }: Group, index: number) => Prisma.sql`
    (SELECT c.id, ${index}::int AS urgency, row_number() OVER () AS place FROM (
      SELECT c.id FROM connections c
      WHERE c.tenant_id = ${ctx.tenantId}::uuid AND ${where(ctx.now())}
        AND ${visibleConnectionsSql(ctx)}
        ${applicationId ? Prisma.sql`AND c.application_id = ${applicationId}::uuid` : Prisma.empty}
      ORDER BY c.state_changed_at ${first === "oldest" ? Prisma.sql`ASC` : Prisma.sql`DESC`}, c.id LIMIT ${shown}) c)`;
  const rows = await ctx.database.read<SummaryRow>(Prisma.sql`
    SELECT ${summaryColumns} FROM (
      SELECT id, urgency, place FROM (${Prisma.join(asked.map(groupSql), " UNION ALL ")}) AS each
      ORDER BY urgency, place LIMIT ${shown}) AS urgent
    JOIN connections c ON c.id = urgent.id ORDER BY urgent.urgency, urgent.place`);
  return rows.map((row) => toConnectionSummary(row, ctx));
}

/** In their order, until they have enough. */
function neededGroups(counted: ReadonlyMap<ConnectionState, CountedState>): Group[] {
  let found = 0;
  return groups.filter(({ size }) => {
    const isNeeded = found < shown && size(counted) > 0;
    found += size(counted);
    return isNeeded;
  });
}

function sumOf(states: readonly ConnectionState[], countOf: (state: ConnectionState) => number): number {
  return states.reduce((sum, state) => sum + countOf(state), 0);
}

/** Not parameters: the planner must see how rare a state is. */
function isIn(states: readonly ConnectionState[]): Prisma.Sql {
  return Prisma.raw(`c.state IN (${states.map((state) => `'${state}'`).join(", ")})`);
}
