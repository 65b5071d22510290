import { visibleConnectionsSql, waitsInTimeSql } from "@/lib/connections/connection-filter";
import { type ConnectionState, connectionStates, states } from "@/lib/connections/machine";
import { Prisma } from "@/lib/db/generated/client";
import { preparedForms } from "@/lib/db/prepared";
import { type Context, visibleConnections } from "@/lib/platform/ports/context";

/** How many connections are in a state, and how many of them need attention, as `needsAttentionSql` says. */
export type CountedState = { state: ConnectionState; count: number; attention: number };

type Row = { state: ConnectionState; kind: "mistake" | "waiting" | "in_time" | ""; count: string };

/**
 * The connections that the caller may see by state, exactly, without reading them: from the counters, and from the index of
 * what may need attention, where only what has waited for less than an hour is read. Every state has a row.
 */
export async function countedConnections(ctx: Context, applicationId?: string): Promise<CountedState[]> {
  const isIn = Prisma.sql`c.tenant_id = ${ctx.tenantId}::uuid AND ${visibleConnectionsSql(ctx)}
    ${applicationId ? Prisma.sql`AND c.application_id = ${applicationId}::uuid` : Prisma.empty}`;
  // The counters do not know hostnames: a token for one counts the few connections that had it.
  const counters = visibleConnections(ctx.actor).hostname === undefined ? countersSql : rowsSql;
  const statement = Prisma.sql`
    SELECT c.state, c.urgency AS kind, sum(c.count)::text AS count FROM (${counters}) c
    WHERE ${isIn} GROUP BY c.state, c.urgency
    UNION ALL
    SELECT c.state, 'in_time', count(*)::text FROM connections c WHERE ${isIn} AND ${waitsInTimeSql(ctx.now())}
    GROUP BY c.state`;
  const rows = await ctx.database.read<Row>(preparedForms("count-connections", statement));
  const found = new Map(rows.map(({ state, kind, count }) => [`${state} ${kind}`, Number(count)]));
  return connectionStates.map((state) => {
    const of = (kind: Row["kind"]) => found.get(`${state} ${kind}`) ?? 0;
    const count = of("mistake") + of("waiting") + of("");
    const urgent = of("mistake") + of("waiting") - of("in_time");
    const { phase } = states[state];
    return { state, count, attention: phase === "attention" ? count : phase === "archived" ? 0 : urgent };
  });
}

/** The counters with the changes that were not added to them yet: one statement sees each change once. */
export const countersSql = Prisma.sql`
  SELECT tenant_id, application_id, state, urgency, count FROM connection_counts
  UNION ALL SELECT tenant_id, application_id, state, urgency, change FROM connection_count_changes`;

const rowsSql = Prisma.sql`
  SELECT tenant_id, application_id, hostname, state, counted_urgency(finding_urgency) AS urgency, 1 AS count
  FROM connections`;
