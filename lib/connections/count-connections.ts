import { filteredConnections, needsAttentionSql } from "@/lib/connections/connection-filter";
import { type CountedState, countedConnections } from "@/lib/connections/counted-connections";
import { type ConnectionState, connectionStates } from "@/lib/connections/machine";
import type { ConnectionCounts, CountConnectionsInput } from "@/lib/connections/schema";
import { Prisma } from "@/lib/db/generated/client";
import { type Context, inEnvironment } from "@/lib/platform/ports/context";

/** Larger numbers of what is counted row by row are shown as “10,000+”. */
const countedPerState = 10_000;

type Capped = { count: number; capped: boolean };
/** By state: what the filter finds, and what of that needs attention. */
type Counts = { states: Map<ConnectionState, Capped>; attention: Capped };

/**
 * How many connections a list would find, by state: from counters, exactly, unless a filter is of the rows, which are
 * counted up to a limit.
 */
export async function countConnections(ctx: Context, input: CountConnectionsInput): Promise<ConnectionCounts> {
  const { states: counted, attention } = await countsOf(ctx, input);
  const states = connectionStates.map((state) => ({ state, ...(counted.get(state) ?? none) }));
  const asked = states.filter(({ state }) => input.state?.includes(state) ?? true);
  return { total: sumOf(asked), attention, states };
}

async function countsOf(ctx: Context, input: CountConnectionsInput): Promise<Counts> {
  const { state: _, environment, applicationId, attention, ...others } = input;
  if (Object.values(others).every((filter) => filter === undefined)) {
    return fromCounters(await countedConnections(inEnvironment(ctx, environment), applicationId), attention ?? false);
  }
  return (await countFew(ctx, input)) ?? countMany(ctx, input);
}

function fromCounters(counted: readonly CountedState[], isAttention: boolean): Counts {
  const exact = (count: number) => ({ count, capped: false });
  return {
    states: new Map(counted.map(({ state, count, attention }) => [state, exact(isAttention ? attention : count)])),
    attention: exact(counted.reduce((sum, { attention }) => sum + attention, 0)),
  };
}

/** One scan of what a selective filter finds. null: it is too much for one. */
async function countFew(ctx: Context, input: CountConnectionsInput): Promise<Counts | null> {
  const rows = await ctx.database.read<{ state: ConnectionState; count: number; attention: number }>(Prisma.sql`
    SELECT state, count(*)::int AS count, count(*) FILTER (WHERE attention)::int AS attention FROM (
      SELECT c.state, ${needsAttentionSql(ctx.now())} AS attention
      FROM connections c WHERE ${filteredConnections(ctx, { ...input, state: undefined })}
      LIMIT ${countedPerState + 1}) found
    GROUP BY state`);
  const found = rows.reduce((sum, { count }) => sum + count, 0);
  return found > countedPerState ? null : fromCounters(rows, false);
}

/** Each state is counted separately and only up to the limit, so that a tenant with a million connections waits no longer. */
async function countMany(ctx: Context, input: CountConnectionsInput): Promise<Counts> {
  const filter = filteredConnections(ctx, { ...input, state: undefined });
  // The state is not a parameter: the planner must see how rare it is, to choose between its index and the filter's.
  const countOf = (state: ConnectionState) => Prisma.sql`
    SELECT ${state} AS state, count(*)::int AS count FROM (
      SELECT 1 FROM connections c WHERE c.state = ${Prisma.raw(`'${state}'`)} AND ${filter}
      LIMIT ${countedPerState + 1}) AS counted`;
  const attention = Prisma.sql`
    SELECT 'attention' AS state, count(*)::int AS count FROM (
      SELECT 1 FROM connections c WHERE ${filteredConnections(ctx, { ...input, state: undefined, attention: true })}
      LIMIT ${countedPerState + 1}) AS counted`;
  const rows = await ctx.database.read<{ state: ConnectionState | "attention"; count: number }>(
    Prisma.sql`${Prisma.join([...connectionStates.map(countOf), attention], " UNION ALL ")}`,
  );
  const counts = new Map(rows.map(({ state, count }) => [state, capped(count)]));
  return {
    states: new Map(connectionStates.map((state) => [state, counts.get(state) ?? none])),
    attention: counts.get("attention") ?? none,
  };
}

const none: Capped = { count: 0, capped: false };

function sumOf(states: readonly Capped[]): Capped {
  return {
    count: states.reduce((sum, { count }) => sum + count, 0),
    capped: states.some(({ capped }) => capped),
  };
}

function capped(count: number): Capped {
  return { count: Math.min(count, countedPerState), capped: count > countedPerState };
}
