import { LRUCache } from "lru-cache";
import { visibleConnectionsSql } from "@/lib/connections/connection-filter";
import type { OverviewResource, StageTime } from "@/lib/connections/stats/schema";
import { Prisma } from "@/lib/db/generated/client";
import { ofDatabase } from "@/lib/db/of-database";
import { firstIdAt } from "@/lib/kernel/ids";
import { joinWork } from "@/lib/kernel/join-work";
import { type Context, visibleConnections } from "@/lib/platform/ports/context";

const windowMs = 30 * 86_400_000;
/** Enough for stable percentiles. */
const sampled = 2_000;
/** Of each connection: it takes few events to become live, and years of renewals follow. */
const firstEvents = 100;

type Stage = keyof OverviewResource["timeToLive"];
type Row = { stage: Stage | "sampled"; count: bigint; p50: number | null; p95: number | null };

/** What a large sample gave is used again for so long: it hardly changes, and takes PostgreSQL 10 µs per connection. */
const freshMs = 60_000;
const largeSample = 500;
const maxRemembered = 5_000;

type Times = OverviewResource["timeToLive"];
type Question = { ctx: Context; applicationId: string | undefined };

const timesIn = ofDatabase(() => {
  const remembered = new LRUCache<string, { at: number; times: Times }>({ max: maxRemembered });
  return joinWork<Question, Times>({
    maxItems: 1_000,
    run: async (questions, key) => {
      const [first] = questions;
      if (!first) return [];
      const now = first.ctx.now().getTime();
      const known = remembered.get(key);
      if (known && now >= known.at && now - known.at < freshMs) {
        return questions.map(() => ({ ok: true, value: known.times }));
      }
      const { sampled, times } = await readTimes(first.ctx, first.applicationId);
      if (sampled >= largeSample) remembered.set(key, { at: now, times });
      return questions.map(() => ({ ok: true, value: times }));
    },
  });
});

/**
 * How long each stage takes the first time that a connection goes through it: until control is proven, until the
 * records point to the edge, until the edge serves a certificate, and in all. Of many connections, up to a minute old.
 */
export function timeToLive(ctx: Context, applicationId?: string): Promise<Times> {
  const key = JSON.stringify([ctx.tenantId, visibleConnections(ctx.actor), applicationId]);
  return timesIn(ctx.database)(key, { ctx, applicationId });
}

/**
 * Ids are UUIDv7, so that the index of the list finds the newest connections. LATERAL, so that the events of each are read by
 * their key: for a join PostgreSQL reads the events of all tenants instead.
 */
async function readTimes(ctx: Context, applicationId?: string): Promise<{ sampled: number; times: Times }> {
  const firstId = firstIdAt(new Date(ctx.now().getTime() - windowMs));
  const rows = await ctx.database.prisma.$queryRaw<Row[]>`
    WITH newest AS MATERIALIZED (
      SELECT c.id, c.created_at FROM connections c
      WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.id >= ${firstId}::uuid AND ${visibleConnectionsSql(ctx)}
        ${applicationId ? Prisma.sql`AND c.application_id = ${applicationId}::uuid` : Prisma.empty}
      ORDER BY c.id DESC LIMIT ${sampled}
    ), steps AS (
      SELECT newest.created_at AS created, first.* FROM newest CROSS JOIN LATERAL (
        SELECT min(e.created_at) FILTER (WHERE e.type = 'domain.verified') AS verified,
          min(e.created_at) FILTER (WHERE e.type = 'connection.issuing_cert') AS pointing,
          min(e.created_at) FILTER (WHERE e.type = 'domain.flow.completed') AS live
        FROM events e WHERE e.connection_id = newest.id AND e.sequence <= ${firstEvents}) AS first
    ), stages AS (
      SELECT stage, GREATEST(0, EXTRACT(EPOCH FROM until - since))::float8 AS seconds
      FROM steps CROSS JOIN LATERAL (VALUES ('verified', created, verified), ('pointing', verified, pointing),
        ('certificate', pointing, live), ('live', created, live)) AS part(stage, since, until)
      WHERE until IS NOT NULL AND since IS NOT NULL
    )
    SELECT stage, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds) AS p95
    FROM stages GROUP BY stage
    UNION ALL SELECT 'sampled', count(*), NULL, NULL FROM newest`;
  const timeOf = (stage: Stage): StageTime => {
    const row = rows.find((row) => row.stage === stage);
    return { count: Number(row?.count ?? 0), p50: rounded(row?.p50), p95: rounded(row?.p95) };
  };
  const times = {
    verified: timeOf("verified"),
    pointing: timeOf("pointing"),
    certificate: timeOf("certificate"),
    live: timeOf("live"),
  };
  return { sampled: Number(rows.find(({ stage }) => stage === "sampled")?.count ?? 0), times };
}

/** Seconds, to the millisecond. */
function rounded(seconds: number | null | undefined): number | null {
  return seconds === null || seconds === undefined ? null : Math.round(seconds * 1_000) / 1_000;
}
