import { LRUCache } from "lru-cache";
import { type CheckTally, createCheckTally } from "@/lib/kernel/check-tally";
import { once } from "@/lib/kernel/once";
import { createRecentValues, type RecentValues } from "@/lib/kernel/recent-values";

/** What this process remembers while it runs. Correctness never depends on it: another process does not have it. */
export type ProcessMemory = {
  /** Mails to addresses that people typed: how many were allowed, and how many each limit refused. For the metrics. */
  mails: Record<"allowed" | "address_limit" | "tenant_limit" | "mailbox_limit" | "installation_limit", number>;
  /** What this process's checks of domains resulted in. */
  checks: CheckTally;
  /** Seconds between two checks of a live domain, as they were: the interval that the load allows. For the metrics. */
  recheckSeconds: RecentValues;
  /**
   * Callers with the same key share one run of `work`, and its result until `ttlMs` after the run; 0 shares the run alone.
   * An error is not remembered. A key must name the kind of work, which decides its type.
   */
  share<T>(key: string, ttlMs: number, work: () => Promise<T>): Promise<T>;
  /**
   * Counts a use of what the key names, in fixed windows of time.
   * @returns 0, or the milliseconds until the next window where the limit is used up
   */
  countUse(key: string, options: { limit: number; windowMs: number; nowMs: number }): number;
};

const maxResults = 500;
const maxCounters = 50_000;
const recentRechecks = 2_000;

export function createProcessMemory(): ProcessMemory {
  const running = new Map<string, Promise<unknown>>();
  const results = new LRUCache<string, { value: unknown }>({ max: maxResults });
  const counters = once(() => new LRUCache<string, { uses: number; endsAtMs: number }>({ max: maxCounters }));

  async function run(key: string, ttlMs: number, work: () => Promise<unknown>): Promise<unknown> {
    try {
      const value = await work();
      if (ttlMs > 0) results.set(key, { value }, { ttl: ttlMs });
      return value;
    } finally {
      running.delete(key);
    }
  }

  return {
    mails: { allowed: 0, address_limit: 0, tenant_limit: 0, mailbox_limit: 0, installation_limit: 0 },
    checks: createCheckTally(),
    recheckSeconds: createRecentValues(recentRechecks),
    async share<T>(key: string, ttlMs: number, work: () => Promise<T>) {
      const known = results.get(key);
      if (known) return known.value as T;
      const started = running.get(key) ?? run(key, ttlMs, work);
      running.set(key, started);
      return started as Promise<T>;
    },
    countUse(key, { limit, windowMs, nowMs }) {
      const known = counters().get(key);
      // A clock that was set back must not make a window longer.
      const isOpen = known !== undefined && nowMs < known.endsAtMs && known.endsAtMs - nowMs <= windowMs;
      const counter = isOpen ? known : { uses: 0, endsAtMs: nowMs + windowMs };
      counters().set(key, counter);
      if (counter.uses >= limit) return counter.endsAtMs - nowMs;
      counter.uses += 1;
      return 0;
    },
  };
}
