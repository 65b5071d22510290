import { limitsOf, limitsSql } from "@/lib/accounts/quotas/limits-of";
import { counterPeriod } from "@/lib/accounts/quotas/period";
import { planOf } from "@/lib/accounts/quotas/plan-of";
import { quotaExceeded } from "@/lib/accounts/quotas/quota-exceeded";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import type { Refusal } from "@/lib/kernel/errors";
import { type UsageKind, usageKindNames, usageKinds } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

/** `refusal`: why fewer were granted than requested; null: all were. */
export type Reservation = { granted: number; refusal: Refusal | null };

/**
 * Reserves up to `wanted` of each of these kinds, the same number of each. Until the transaction ends, other reservations
 * of the tenant's kinds wait; a rollback releases them.
 * @param gates kinds that are only read: while one of them is used up, nothing is granted
 */
export async function reserveUsage(
  ctx: Context,
  tx: Tx,
  wanted: number,
  kinds: readonly UsageKind[],
  gates: readonly UsageKind[] = [],
): Promise<Reservation> {
  const counters = toCounters(ctx, kinds, gates);
  let taken = await take(ctx, tx, wanted, counters);
  if (!taken.counted) {
    await startCounting(ctx, tx, counters);
    taken = await take(ctx, tx, wanted, counters);
  }
  if (!taken.counted) throw new Error(`tenant ${ctx.tenantId} has no counters`);
  const granted = Number(taken.granted);
  return { granted, refusal: granted === wanted ? null : refusalOf(ctx, taken, granted, kinds) };
}

type Counter = { kind: string; period: string; taken: boolean; daily: boolean };

function toCounters(ctx: Context, kinds: readonly UsageKind[], gates: readonly UsageKind[]): Counter[] {
  return [...kinds, ...gates].map((kind) => ({
    kind: usageKinds[kind].stored,
    period: counterPeriod(kind, ctx.now()),
    taken: kinds.includes(kind),
    daily: usageKinds[kind].reset === "day",
  }));
}

type Taken = {
  /** False: a period has no row yet, and nothing was reserved. */
  counted: boolean;
  plan: string;
  limitOverrides: unknown;
  granted: bigint;
  /** By stored kind: the period that counts, and the usage before this reservation. */
  usage: Record<string, { period: string; used: number }>;
};

/**
 * One statement checks and reserves. FOR UPDATE waits for the lock holder and then reads the committed rows, where a plain
 * read would see the statement's snapshot; the rows are locked in the order of their kind, so there is no deadlock. LEAST
 * and min skip nulls: no limit is no bound. Gates are only read, so they need no lock.
 * A day that has begun goes on when the clock is set back over midnight, so that no day is granted twice.
 */
async function take(ctx: Context, tx: Tx, wanted: number, counters: readonly Counter[]): Promise<Taken> {
  const count = counters.filter(({ taken }) => taken).length;
  const [row] = await tx.$queryRaw<Taken[]>`${prepared("reserve-usage")}
    WITH plan AS (
      SELECT plan AS name, limit_overrides, ${limitsSql()} AS limits FROM tenants WHERE id = ${ctx.tenantId}::uuid
    ), wanted AS MATERIALIZED (
      SELECT w.kind, w.taken, CASE WHEN w.daily THEN GREATEST(w.period, (
          SELECT max(later.period) FROM usage_counters later
          WHERE later.tenant_id = ${ctx.tenantId}::uuid AND later.kind = w.kind AND later.period <= w.period + 1
        )) ELSE w.period END AS period
      FROM jsonb_to_recordset(${JSON.stringify(counters)}::jsonb)
        AS w(kind usage_kind, period date, taken boolean, daily boolean)
    ), mine AS MATERIALIZED (
      SELECT c.tenant_id, c.kind, c.period FROM wanted JOIN usage_counters c
        ON c.tenant_id = ${ctx.tenantId}::uuid AND c.kind = wanted.kind AND c.period = wanted.period
      WHERE wanted.taken
    ), locked AS MATERIALIZED (
      SELECT c.kind, c.period, c.used FROM usage_counters c JOIN mine USING (tenant_id, kind, period)
      WHERE (SELECT count(*) FROM mine) = ${count}::int
      ORDER BY c.kind FOR UPDATE OF c
    ), gates AS (
      SELECT wanted.kind, wanted.period, COALESCE(c.used, 0) AS used FROM wanted LEFT JOIN usage_counters c
        ON c.tenant_id = ${ctx.tenantId}::uuid AND c.kind = wanted.kind AND c.period = wanted.period
      WHERE NOT wanted.taken
    ), available AS (
      SELECT count(*) = ${count}::int AS counted,
        CASE WHEN count(*) < ${count}::int
            OR EXISTS (SELECT FROM gates, plan WHERE gates.used >= (plan.limits ->> gates.kind::text)::bigint) THEN 0
          ELSE GREATEST(0, LEAST(${wanted}::bigint,
            min((SELECT (plan.limits ->> locked.kind::text)::bigint FROM plan) - locked.used))) END AS granted
      FROM locked
    ), taken AS (
      UPDATE usage_counters c SET used = c.used + available.granted FROM available, locked
      WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.kind = locked.kind AND c.period = locked.period
        AND available.granted > 0
    ), usage AS (
      SELECT kind, period, used FROM locked UNION ALL SELECT kind, period, used FROM gates
    )
    SELECT available.counted, plan.name AS plan, plan.limit_overrides AS "limitOverrides", available.granted,
      (SELECT COALESCE(jsonb_object_agg(kind, jsonb_build_object('period', period, 'used', used)), '{}') FROM usage) AS usage
    FROM plan, available`;
  if (!row) throw new Error(`there is no tenant ${ctx.tenantId}`);
  return row;
}

/** In the order of the locks: the second of two that start a period waits for the first. */
async function startCounting(ctx: Context, tx: Tx, counters: readonly Counter[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO usage_counters (tenant_id, kind, period, used)
    SELECT ${ctx.tenantId}::uuid, w.kind, w.period, 0
    FROM jsonb_to_recordset(${JSON.stringify(counters.filter(({ taken }) => taken))}::jsonb)
      AS w(kind usage_kind, period date)
    ORDER BY w.kind
    ON CONFLICT DO NOTHING`;
}

/** The first kind, in the order of the table, of which nothing is left. */
function refusalOf(ctx: Context, taken: Taken, granted: number, kinds: readonly UsageKind[]): Refusal {
  const plan = planOf(ctx.log, ctx.tenantId, taken.plan);
  const limits = limitsOf(plan, taken.limitOverrides);
  for (const kind of usageKindNames) {
    const usage = taken.usage[usageKinds[kind].stored];
    const limit = limits[kind];
    if (usage === undefined || limit === null) continue;
    const used = usage.used + (kinds.includes(kind) ? granted : 0);
    if (used >= limit) return quotaExceeded(ctx, { kind, limit, used, plan, at: new Date(usage.period) });
  }
  throw new Error(`tenant ${ctx.tenantId} was granted ${granted} below every limit`);
}
