import { LRUCache } from "lru-cache";

/** What this process remembers while it runs. Correctness never depends on it: another process does not have it. */
export type ProcessMemory = {
  /**
   * Callers with the same key share one run of `work`, and its result until `ttlMs` after the run; 0 shares the run alone.
   * An error is not remembered. A key must name the kind of work, which decides its type.
   */
  share<T>(key: string, ttlMs: number, work: () => Promise<T>): Promise<T>;
};

const maxResults = 500;

export function createProcessMemory(): ProcessMemory {
  const running = new Map<string, Promise<unknown>>();
  const results = new LRUCache<string, { value: unknown }>({ max: maxResults });

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
    async share<T>(key: string, ttlMs: number, work: () => Promise<T>) {
      const known = results.get(key);
      if (known) return known.value as T;
      const started = running.get(key) ?? run(key, ttlMs, work);
      running.set(key, started);
      return started as Promise<T>;
    },
  };
}
