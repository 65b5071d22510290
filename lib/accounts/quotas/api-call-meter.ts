import { LRUCache } from "lru-cache";
import { limitsOf } from "@/lib/accounts/quotas/limits-of";
import { counterPeriod } from "@/lib/accounts/quotas/period";
import { planOf } from "@/lib/accounts/quotas/plan-of";
import { quotaExceeded } from "@/lib/accounts/quotas/quota-exceeded";
import { once } from "@/lib/kernel/once";
import { findUsageKind, type PlanName, type UsageKind, usageKinds } from "@/lib/kernel/plans";
import type { Context, ServiceContext } from "@/lib/platform/ports/context";

/** Counts the requests to `/v1` of each tenant in memory, and writes the sums to the database in batches. */
export type ApiCallMeter = {
  /**
   * Counts one request of a key or token, in its environment. The counts of other instances are known from the last flush.
   * @throws Refusal QuotaExceeded, and then the request is not counted
   */
  count(ctx: Context): Promise<void>;
  /** Writes the sums in one statement, which returns all new totals. After an error they are written with the next flush. */
  flush(): Promise<void>;
};

/** What is known of a tenant's kind. `total` includes unwritten counts. */
type Known = { period: string; plan: PlanName; limit: number | null; total: number; readAt: number };

/** A counter of one tenant. */
type Counter = { tenantId: string; kind: UsageKind; period: string };

type Written = Omit<Counter, "kind"> & { kind: string; used: bigint; plan: string; limitOverrides: unknown };

const maxCounters = 10_000;
/** The highest age of the plan that refuses a request: a tenant that upgrades is let in this soon. */
const staleMs = 10_000;

export function createApiCallMeter(service: ServiceContext): ApiCallMeter {
  const known = once(() => new LRUCache<string, Known>({ max: maxCounters }));
  const reads = new Map<string, Promise<Known>>();
  /** Not an LRU: no count may be dropped. */
  let pending = new Map<string, Counter & { calls: number }>();
  let flushing: Promise<void> = Promise.resolve();

  async function count(ctx: Context): Promise<void> {
    const kind = kindOf(ctx);
    if (kind === null) return;
    const counter = { tenantId: ctx.tenantId, kind, period: counterPeriod(kind, ctx.now()) };
    const key = keyOf(counter);
    if (!pending.has(key) && pending.size >= maxCounters) await flush();
    let tenant = known().get(levelOf(counter));
    if (tenant?.period !== counter.period) tenant = await read(counter);
    if (isOver(tenant) && ctx.now().getTime() - tenant.readAt >= staleMs) tenant = await read(counter);
    // No await from here on: a request that passes is counted before the next one is checked.
    const { limit } = tenant;
    if (limit !== null && tenant.total >= limit) {
      throw quotaExceeded(ctx, { kind, limit, used: tenant.total, plan: tenant.plan });
    }
    tenant.total += 1;
    const sum = pending.get(key) ?? { ...counter, calls: 0 };
    sum.calls += 1;
    pending.set(key, sum);
  }

  /** Concurrent requests share a read. */
  function read(counter: Counter): Promise<Known> {
    const key = keyOf(counter);
    const reading = reads.get(key) ?? readTotal(counter).finally(() => reads.delete(key));
    reads.set(key, reading);
    return reading;
  }

  async function readTotal(counter: Counter): Promise<Known> {
    const { tenantId, period } = counter;
    const kind = usageKinds[counter.kind].stored;
    const [row] = await service.database.prisma.$queryRaw<Written[]>`
      SELECT t.id AS "tenantId", ${kind}::text AS kind, ${period}::text AS period, t.plan,
        t.limit_overrides AS "limitOverrides", COALESCE(c.used, 0)::bigint AS used
      FROM tenants t LEFT JOIN usage_counters c
        ON c.tenant_id = t.id AND c.kind = ${kind}::usage_kind AND c.period = ${period}::date
      WHERE t.id = ${tenantId}::uuid`;
    return update(counter, row ?? { plan: "free", limitOverrides: null, used: 0n });
  }

  /** Updates what is known in place, so that a request that waited counts into what the next one reads. */
  function update(counter: Counter, row: Pick<Written, "plan" | "limitOverrides" | "used">): Known {
    const unwritten = pending.get(keyOf(counter))?.calls ?? 0;
    const plan = planOf(service.log, counter.tenantId, row.plan);
    const fresh: Known = {
      period: counter.period,
      plan,
      limit: limitsOf(plan, row.limitOverrides)[counter.kind],
      total: Number(row.used) + unwritten,
      readAt: service.now().getTime(),
    };
    const before = known().get(levelOf(counter));
    if (before && before.period > counter.period) return before;
    if (!before) known().set(levelOf(counter), fresh);
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
      const sums = [...taken.values()].map((sum) => ({ ...sum, kind: usageKinds[sum.kind].stored }));
      const rows = await service.database.prisma.$queryRaw<Written[]>`
        WITH written AS (
          INSERT INTO usage_counters (tenant_id, kind, period, used)
          SELECT s."tenantId", s.kind, s.period, s.calls
          FROM jsonb_to_recordset(${JSON.stringify(sums)}::jsonb)
            AS s("tenantId" uuid, kind usage_kind, period date, calls bigint)
          ORDER BY 1, 2, 3
          ON CONFLICT (tenant_id, kind, period) DO UPDATE SET used = usage_counters.used + EXCLUDED.used
          RETURNING tenant_id, kind, period, used
        )
        SELECT w.tenant_id AS "tenantId", w.kind::text AS kind, w.period::text AS period, w.used, t.plan,
          t.limit_overrides AS "limitOverrides"
        FROM written w JOIN tenants t ON t.id = w.tenant_id`;
      const written = new Map(rows.map((row) => [[row.tenantId, row.kind, row.period].join(" "), row]));
      for (const [key, { calls: _, ...counter }] of taken) {
        const row = written.get(key);
        if (row) update(counter, row);
      }
    } catch (error) {
      for (const [key, sum] of taken) pending.set(key, { ...sum, calls: sum.calls + (pending.get(key)?.calls ?? 0) });
      throw error;
    }
  }

  return { count, flush };
}

/** null: the caller's requests are not counted. */
function kindOf({ actor }: Context): UsageKind | null {
  return actor.kind === "key" || actor.kind === "widget" ? findUsageKind("apiCall", actor.environment) : null;
}

function keyOf({ tenantId, kind, period }: Counter): string {
  return `${tenantId} ${usageKinds[kind].stored} ${period}`;
}

/** Under this, the newest period of a tenant's kind is known. */
function levelOf({ tenantId, kind }: Counter): string {
  return `${tenantId} ${kind}`;
}

function isOver({ limit, total }: Known): boolean {
  return limit !== null && total >= limit;
}
