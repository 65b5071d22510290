import { limitsOf, limitsSql } from "@/lib/accounts/quotas/limits-of";
import { counterPeriod } from "@/lib/accounts/quotas/period";
import { planOf } from "@/lib/accounts/quotas/plan-of";
import { quotaExceeded } from "@/lib/accounts/quotas/quota-exceeded";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import type { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/** `refusal`: why fewer were granted than requested; null: all were. */
export type Reservation = { granted: number; refusal: Refusal | null };

/**
 * Reserves up to `wanted` connections of live applications: a `connect` of this month and an `active_domain` each. A
 * rollback releases them. Call it last in the transaction, after the connections are inserted: until the commit every
 * other reservation of this tenant waits, and archiving locks the connection before the counter.
 */
export async function reserveConnections(ctx: Context, tx: Tx, wanted: number): Promise<Reservation> {
  let taken = await take(ctx, tx, wanted);
  if (!taken.counted) {
    await startCounting(ctx, tx);
    taken = await take(ctx, tx, wanted);
  }
  if (!taken.counted) throw new Error(`tenant ${ctx.tenantId} has no counters`);
  const granted = Number(taken.granted);
  if (granted === wanted) return { granted, refusal: null };

  const plan = planOf(ctx.log, ctx.tenantId, taken.plan);
  const used = {
    connect: Number(taken.connect) + granted,
    activeDomain: Number(taken.activeDomain) + granted,
    cert: Number(taken.cert),
  };
  const limits = limitsOf(plan, taken.limitOverrides);
  for (const kind of ["connect", "activeDomain", "cert"] as const) {
    const limit = limits[kind];
    if (limit !== null && used[kind] >= limit) {
      return { granted, refusal: quotaExceeded(ctx, { kind, limit, used: used[kind], plan }) };
    }
  }
  throw new Error(`tenant ${ctx.tenantId} was granted ${granted} of ${wanted} below every limit`);
}

type Taken = {
  /** False: this month has no rows yet, and nothing was reserved. */
  counted: boolean;
  plan: string;
  limitOverrides: unknown;
  granted: bigint;
  /** Usage before this reservation. */
  connect: bigint;
  activeDomain: bigint;
  cert: bigint;
};

/**
 * One statement checks and reserves. FOR UPDATE waits for the lock holder and then reads the committed rows, where a plain
 * read would see the statement's snapshot; the rows are locked in the order of their kind, so there is no deadlock. LEAST
 * and min skip nulls: no limit is no bound. `cert` is only read, so it needs no lock.
 */
async function take(ctx: Context, tx: Tx, wanted: number): Promise<Taken> {
  const [row] = await tx.$queryRaw<Taken[]>`${prepared("reserve-connections")}
    WITH plan AS (
      SELECT plan AS name, limit_overrides, ${limitsSql()} AS limits FROM tenants WHERE id = ${ctx.tenantId}::uuid
    ), mine AS (
      SELECT tenant_id, kind, period FROM usage_counters
      WHERE tenant_id = ${ctx.tenantId}::uuid
        AND ((kind = 'connect' AND period = ${counterPeriod("connect", ctx.now())}::date)
          OR (kind = 'active_domain' AND period = ${counterPeriod("activeDomain", ctx.now())}::date))
    ), locked AS MATERIALIZED (
      SELECT c.kind, c.period, c.used FROM usage_counters c JOIN mine USING (tenant_id, kind, period)
      WHERE (SELECT count(*) FROM mine) = 2
      ORDER BY c.kind FOR UPDATE OF c
    ), cert AS (
      SELECT COALESCE(sum(used), 0)::bigint AS used FROM usage_counters
      WHERE tenant_id = ${ctx.tenantId}::uuid AND kind = 'cert'
        AND period = ${counterPeriod("cert", ctx.now())}::date
    ), available AS (
      SELECT count(*) = 2 AS counted,
        COALESCE(sum(locked.used) FILTER (WHERE kind = 'connect'), 0)::bigint AS connect,
        COALESCE(sum(locked.used) FILTER (WHERE kind = 'active_domain'), 0)::bigint AS active_domain,
        CASE WHEN count(*) < 2 OR (SELECT cert.used >= (plan.limits ->> 'cert')::bigint FROM cert, plan) THEN 0
          ELSE GREATEST(0, LEAST(${wanted}::bigint,
            min((SELECT (plan.limits ->> locked.kind::text)::bigint FROM plan) - locked.used))) END AS granted
      FROM locked
    ), taken AS (
      UPDATE usage_counters c SET used = c.used + available.granted FROM available, locked
      WHERE c.tenant_id = ${ctx.tenantId}::uuid AND c.kind = locked.kind AND c.period = locked.period
        AND available.granted > 0
    )
    SELECT available.counted, plan.name AS plan, plan.limit_overrides AS "limitOverrides", available.granted, available.connect, available.active_domain AS "activeDomain",
      cert.used AS cert
    FROM plan, available, cert`;
  if (!row) throw new Error(`there is no tenant ${ctx.tenantId}`);
  return row;
}

/** In the order of the locks: the second of two that start a month waits for the first. */
async function startCounting(ctx: Context, tx: Tx): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO usage_counters (tenant_id, kind, period, used)
    VALUES (${ctx.tenantId}::uuid, 'connect', ${counterPeriod("connect", ctx.now())}::date, 0),
           (${ctx.tenantId}::uuid, 'active_domain', ${counterPeriod("activeDomain", ctx.now())}::date, 0)
    ON CONFLICT DO NOTHING`;
}
