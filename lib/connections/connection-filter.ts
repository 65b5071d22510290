import { endUserRefFor } from "@/lib/connections/end-user";
import { type ConnectionState, connectionStates, states, statesIn } from "@/lib/connections/machine";
import { overdueMs } from "@/lib/connections/policy";
import type { CountConnectionsInput } from "@/lib/connections/schema";
import { escapeLike } from "@/lib/db/escape-like";
import { Prisma } from "@/lib/db/generated/client";
import type { Search } from "@/lib/dns/read-search";
import { searchOf } from "@/lib/dns/search-of";
import { type Context, inEnvironment, visibleConnections } from "@/lib/platform/ports/context";

/**
 * The tenant's connections that the caller may see and the filter selects, as a condition on `connections c`.
 * @throws Refusal invalid for the environment that the caller's key is not for
 */
export function filteredConnections(ctx: Context, filter: CountConnectionsInput): Prisma.Sql {
  const asFilter = filter.q ? withoutIndex : (condition: Prisma.Sql) => condition;
  const conditions = [
    Prisma.sql`c.tenant_id = ${ctx.tenantId}::uuid`,
    asFilter(visibleConnectionsSql(inEnvironment(ctx, filter.environment))),
    ...(filter.state ? [hasState(filter.state)] : []),
    ...(filter.applicationId ? [asFilter(Prisma.sql`c.application_id = ${filter.applicationId}::uuid`)] : []),
    ...(filter.batchId ? [Prisma.sql`c.batch_id = ${filter.batchId}`] : []),
    ...(filter.endUserRef ? [isOfEndUser(ctx, filter.endUserRef)] : []),
    ...(filter.attention ? [needsAttentionSql(ctx.now())] : []),
    ...(filter.finding ? [hasFinding(filter.finding)] : []),
    ...(filter.hostname ? [likeInEitherSpelling(searchOf(filter.hostname), (part) => `${part}%`)] : []),
    ...(filter.q ? [searched(searchOf(filter.q))] : []),
  ];
  return Prisma.join(conditions, " AND ");
}

/**
 * The planner takes tenant and application for independent: beside the few rows that a search finds, it would read the index of
 * all of the application's.
 */
function withoutIndex(condition: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${condition}) IS TRUE`;
}

/** A token finds out about its own end user alone. */
function isOfEndUser({ actor }: Context, endUserRef: string): Prisma.Sql {
  if (endUserRefFor(actor, endUserRef) === null) return Prisma.sql`false`;
  return Prisma.sql`c.end_user_ref = ${endUserRef}`;
}

/** Not ANY: for a single state the planner then knows that its index has the rows in order. */
function hasState(wanted: readonly string[]): Prisma.Sql {
  if (wanted.length === 0) return Prisma.sql`false`;
  return Prisma.sql`c.state IN (${Prisma.join(wanted.map((state) => Prisma.sql`${state}::connection_state`))})`;
}

/**
 * As a condition on `connections c`: its state needs a person, or what blocks it is a mistake, or overdue (`urgencyAt`). Null
 * where there is no finding. The planner must be able to tell that connections_unsettled_idx has all of them.
 */
export function needsAttentionSql(now: Date): Prisma.Sql {
  const since = new Date(now.getTime() - overdueMs);
  return Prisma.sql`c.state <> 'archived' AND (c.state IN (${attentionStates}) OR c.finding_urgency = 'mistake'
    OR (c.finding_urgency = 'waiting' AND c.created_at <= ${since}
      AND (c.state IN (${unprovenStates}) OR c.state_changed_at <= ${since})))`;
}

/** How far the clocks of two instances may differ: a state's time is then before the connection's own. */
const clockSlackMs = 60_000;

/** As a condition on `connections c`: what is waited for is not overdue yet. The first condition is for the index. */
export function waitsInTimeSql(now: Date): Prisma.Sql {
  const since = new Date(now.getTime() - overdueMs);
  return Prisma.sql`c.state_changed_at > ${new Date(since.getTime() - clockSlackMs)} AND c.finding_urgency = 'waiting'
    AND (c.created_at > ${since} OR (c.state NOT IN (${unprovenStates}) AND c.state_changed_at > ${since}))`;
}

/** Not parameters: the planner must see how rare a state is. */
const attentionStates = literals(statesIn("attention"));
const unprovenStates = literals(connectionStates.filter((state) => states[state].jobs.includes("check-ownership")));

function literals(list: readonly ConnectionState[]): Prisma.Sql {
  return Prisma.raw(list.map((state) => `'${state}'`).join(", "));
}

/** One that is over has none, whatever was found before. */
function hasFinding(code: string): Prisma.Sql {
  return Prisma.sql`c.finding_code = ${code} AND c.state::text NOT IN ('failed', 'archived')`;
}

/** `visibleConnections` as a condition on `connections c`. */
export function visibleConnectionsSql(ctx: Context): Prisma.Sql {
  const { application, applicationId, hostname } = visibleConnections(ctx.actor);
  const conditions = [
    Prisma.sql`true`,
    ...(application
      ? [
          // No join: an environment has few applications, and the counts stay on one index.
          Prisma.sql`c.application_id IN (SELECT a.id FROM applications a
            WHERE a.tenant_id = ${ctx.tenantId}::uuid AND a.environment = ${application.environment}::environment)`,
        ]
      : []),
    ...(applicationId ? [Prisma.sql`c.application_id = ${applicationId}::uuid`] : []),
    ...(hostname ? [Prisma.sql`c.hostname = ${hostname}`] : []),
  ];
  return Prisma.join(conditions, " AND ");
}

/** By a part of the hostname; an id is one of the connection or of its application. */
function searched(search: Search): Prisma.Sql {
  const byName = likeInEitherSpelling(search, (part) => `%${part}%`);
  if (search.id === null) return byName;
  return Prisma.sql`(c.id = ${search.id}::uuid OR c.application_id = ${search.id}::uuid OR ${byName})`;
}

/** Only names with an A-label have a second spelling; the check for one lets the search index answer both arms. */
function likeInEitherSpelling({ hostname, unicode }: Search, toPattern: (part: string) => string): Prisma.Sql {
  const [ascii, other] = [toPattern(escapeLike(hostname)), toPattern(escapeLike(unicode))];
  return Prisma.sql`(c.hostname LIKE ${ascii} OR (c.hostname LIKE '%xn--%' AND c.hostname_unicode LIKE ${other}))`;
}
