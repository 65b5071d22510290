import { filteredConnectionsSql } from "@/lib/connections/connection-filter";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";
import type { ConnectionCounts, CountConnectionsInput } from "@/lib/connections/schema";
import type { Context } from "@/lib/context";

/** Beyond this nobody reads the number: it is shown as “10,000+”. */
const countedPerState = 10_000;

/**
 * How many connections a list would find, by state. Each state is counted by itself and only so far, so that the answer
 * takes no longer for a tenant with a million.
 */
export async function countConnections(ctx: Context, input: CountConnectionsInput): Promise<ConnectionCounts> {
  const rows = await ctx.database.prisma.$queryRaw<{ state: ConnectionState; count: bigint }[]>`
    SELECT asked.state, found.count
    FROM unnest(${[...connectionStates]}::text[]::connection_state[]) AS asked(state)
    CROSS JOIN LATERAL (
      SELECT count(*) FROM (
        SELECT 1 FROM connections c WHERE c.state = asked.state AND ${filteredConnectionsSql(ctx, input)}
        LIMIT ${countedPerState + 1}) AS some) AS found`;
  const counts = new Map(rows.map(({ state, count }) => [state, Number(count)]));
  const states = connectionStates.map((state) => ({ state, ...capped(counts.get(state) ?? 0) }));
  const asked = states.filter(({ state }) => input.state?.includes(state) ?? true);
  return {
    total: {
      count: asked.reduce((sum, { count }) => sum + count, 0),
      capped: asked.some((state) => state.capped),
    },
    states,
  };
}

function capped(count: number): { count: number; capped: boolean } {
  return { count: Math.min(count, countedPerState), capped: count > countedPerState };
}
