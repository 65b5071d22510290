import { LRUCache } from "lru-cache";
import { limitsOf } from "@/lib/accounts/quotas/limits-of";
import { counterPeriod } from "@/lib/accounts/quotas/period";
import { planOf } from "@/lib/accounts/quotas/plan-of";
import { quotaExceeded } from "@/lib/accounts/quotas/quota-exceeded";
import type { PlanName } from "@/lib/kernel/plans";
import type { Context, ServiceContext } from "@/lib/platform/ports/context";

/** Counts the requests to `/v1` of each tenant in memory, and writes the sums to the database in batches. */
export type ApiCallMeter = {
  /**
   * Counts one request of a live key or token. The counts of other instances are known from the last flush.
   * @throws Refusal QuotaExceeded, and then the request is not counted
   */
  count(ctx: Context): Promise<void>;
  /** Writes the sums in one statement, which returns all new totals. After an error they are written with the next flush. */
  flush(): Promise<void>;
};

/** What is known of a tenant. `total` includes unwritten counts. */
type Known = { period: string; plan: PlanName; limit: number | null; total: number; readAt: number };

type Written = { tenantId: string; period: string; used: bigint; plan: string; limitOverrides: unknown };

const maxTenants = 10_000;
/** The highest age of the plan that refuses a request: a tenant that upgrades is let in this soon. */
const staleMs = 10_000;

export function createApiCallMeter(service: ServiceContext): ApiCallMeter {
  const known = new LRUCache<string, Known>({ max: maxTenants });
  const reads = new Map<string, Promise<Known>>();
  /** Not an LRU: no count may be dropped. */
  let pending = new Map<string, { tenantId: string; period: string; calls: number }>();
  let flushing: Promise<void> = Promise.resolve();

  async function count(ctx: Context): Promise<void> {
    if (!isLiveCaller(ctx)) return;
    const { tenantId } = ctx;
    const period = counterPeriod("apiCall", ctx.now());
    const key = `${tenantId} ${period}`;
    if (!pending.has(key) && pending.size >= maxTenants) await flush();
    let tenant = known.get(tenantId);
    if (tenant?.period !== period) tenant = await read(tenantId, period);
    if (isOver(tenant) && ctx.now().getTime() - tenant.readAt >= staleMs) tenant = await read(tenantId, period);
    // No await from here on: a request that passes is counted before the next one is checked.
    const { limit } = tenant;
    if (limit !== null && tenant.total >= limit) {
      throw quotaExceeded(ctx, { kind: "apiCall", limit, used: tenant.total, plan: tenant.plan });
    }
    tenant.total += 1;
    const sum = pending.get(key) ?? { tenantId, period, calls: 0 };
    sum.calls += 1;
    pending.set(key, sum);
  }

  /** Concurrent requests share a read. */
  function read(tenantId: string, period: string): Promise<Known> {
    const key = `${tenantId} ${period}`;
    const reading = reads.get(key) ?? readTotal(tenantId, period).finally(() => reads.delete(key));
    reads.set(key, reading);
    return reading;
  }

  async function readTotal(tenantId: string, period: string): Promise<Known> {
    const [row] = await service.database.prisma.$queryRaw<Written[]>`
      SELECT t.id AS "tenantId", ${period}::text AS period, t.plan, t.limit_overrides AS "limitOverrides",
        COALESCE(c.used, 0)::bigint AS used
      FROM tenants t LEFT JOIN usage_counters c
        ON c.tenant_id = t.id AND c.kind = 'api_call' AND c.period = ${period}::date
      WHERE t.id = ${tenantId}::uuid`;
    return update(row ?? { tenantId, period, plan: "free", limitOverrides: null, used: 0n });
  }

  /** Updates a known tenant in place, so that a request that waited counts into what the next one reads. */
  function update(row: Written): Known {
    const unwritten = pending.get(`${row.tenantId} ${row.period}`)?.calls ?? 0;
    const plan = planOf(service.log, row.tenantId, row.plan);
    const fresh: Known = {
      period: row.period,
      plan,
      limit: limitsOf(plan, row.limitOverrides).apiCall,
      total: Number(row.used) + unwritten,
      readAt: service.now().getTime(),
    };
    const before = known.get(row.tenantId);
    if (before && before.period > row.period) return before;
    if (!before) known.set(row.tenantId, fresh);
    return Object.assign(before ?? fresh, fresh);
  }

  /** In sequence: the last flush of a process must write what was counted during the one before. */
  function flush(): Promise<void> {
    flushing = flushing.catch(() => undefined).then(write);
    return flushing;
  }

  async function write(): Promise<void> {
    if (pending.size === 0) return;
    const taken = pending;
    pending = new Map();
    try {
      // Ordered, so that two instances that flush at once lock the rows in the same order.
      const rows = await service.database.prisma.$queryRaw<Written[]>`
        WITH written AS (
          INSERT INTO usage_counters (tenant_id, kind, period, used)
          SELECT s."tenantId", 'api_call', s.period, s.calls
          FROM jsonb_to_recordset(${JSON.stringify([...taken.values()])}::jsonb)
            AS s("tenantId" uuid, period date, calls bigint)
          ORDER BY 1, 3
          ON CONFLICT (tenant_id, kind, period) DO UPDATE SET used = usage_counters.used + EXCLUDED.used
          RETURNING tenant_id, period, used
        )
        SELECT w.tenant_id AS "tenantId", w.period::text AS period, w.used, t.plan, t.limit_overrides AS "limitOverrides"
        FROM written w JOIN tenants t ON t.id = w.tenant_id`;
      for (const row of rows) update(row);
    } catch (error) {
      for (const [key, sum] of taken) pending.set(key, { ...sum, calls: sum.calls + (pending.get(key)?.calls ?? 0) });
      throw error;
    }
  }

  return { count, flush };
}

function isLiveCaller({ actor }: Context): boolean {
  return (actor.kind === "key" || actor.kind === "widget") && actor.environment === "live";
}

function isOver({ limit, total }: Known): boolean {
  return limit !== null && total >= limit;
}
