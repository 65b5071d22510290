import { filteredConnections } from "@/lib/connections/connection-filter";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";
import type { ConnectionCounts, CountConnectionsInput } from "@/lib/connections/schema";
import { Prisma } from "@/lib/db/generated/client";
import type { Context } from "@/lib/platform/ports/context";

/** Larger numbers are shown as “10,000+”. */
const countedPerState = 10_000;

/**
 * How many connections a list would find, by state. Each state is counted separately and only up to a limit, so that a
 * tenant with a million connections waits no longer.
 */
export async function countConnections(ctx: Context, input: CountConnectionsInput): Promise<ConnectionCounts> {
  const filter = filteredConnections(ctx, { ...input, state: undefined });
  // The state is not a parameter: the planner must see how rare it is, to choose between its index and the filter's.
  const countOf = (state: ConnectionState) => Prisma.sql`
    SELECT ${state} AS state, count(*) AS count FROM (
      SELECT 1 FROM connections c WHERE c.state = ${Prisma.raw(`'${state}'`)} AND ${filter}
      LIMIT ${countedPerState + 1}) AS counted`;
  const attention = Prisma.sql`
    SELECT 'attention' AS state, count(*) AS count FROM (
      SELECT 1 FROM connections c WHERE ${filteredConnections(ctx, { ...input, state: undefined, attention: true })}
      LIMIT ${countedPerState + 1}) AS counted`;
  const rows = await ctx.database.prisma.$queryRaw<{ state: ConnectionState | "attention"; count: bigint }[]>`
${Prisma.join([...connectionStates.map(countOf), attention], " UNION ALL ")}`;
  const counts = new Map(rows.map(({ state, count }) => [state, Number(count)]));
  const states = connectionStates.map((state) => ({ state, ...capped(counts.get(state) ?? 0) }));
  const asked = states.filter(({ state }) => input.state?.includes(state) ?? true);
  return {
    total: {
      count: asked.reduce((sum, { count }) => sum + count, 0),
      capped: asked.some((state) => state.capped),
    },
    attention: capped(counts.get("attention") ?? 0),
    states,
  };
}

function capped(count: number): { count: number; capped: boolean } {
  return { count: Math.min(count, countedPerState), capped: count > countedPerState };
}
