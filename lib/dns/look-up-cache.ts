import { LRUCache } from "lru-cache";
import { once } from "@/lib/kernel/once";

/** Callers of one tenant share a running look-up: a tenant whose share is used up must not fail another's. */
export type LookUpCache<T> = {
  get(tenantId: string, key: string, load: () => Promise<T>): Promise<T>;
  /** What is known already; undefined: nothing. */
  peek(key: string): T | undefined;
};

const maxEntries = 20_000;

/** @param ttlSecondsOf zero or less: not kept */
export function createLookUpCache<T extends object>(
  ttlSecondsOf: (value: T) => number,
  maxSeconds: number,
): LookUpCache<T> {
  const settled = once(() => new LRUCache<string, T>({ max: maxEntries, ttl: maxSeconds * 1000, ttlAutopurge: false }));
  const running = new Map<string, Promise<T>>();
  return {
    get(tenantId, key, load) {
      const known = settled().get(key);
      if (known !== undefined) return Promise.resolve(known);
      const runningKey = `${tenantId} ${key}`;
      const started = running.get(runningKey);
      if (started !== undefined) return started;
      const lookup = load()
        .then((value) => {
          const ttlSeconds = Math.min(ttlSecondsOf(value), maxSeconds);
          if (ttlSeconds > 0) settled().set(key, value, { ttl: ttlSeconds * 1000 });
          return value;
        })
        .finally(() => running.delete(runningKey));
      running.set(runningKey, lookup);
      return lookup;
    },
    peek: (key) => settled().get(key),
  };
}
