export type GateLimits = { maxInFlightPerKey: number; maxQueuedPerKey: number; maxInFlight: number; maxQueued: number };

export type Permit = { kind: "granted"; release: () => void } | { kind: "overload" } | { kind: "timeout" };

export type ConcurrencyGate = { enter(key: string, waitMs: number): Promise<Permit> };

/** Limits concurrent work per key and in total. Callers wait in order, at most `waitMs`; if the queue is full: `overload`. */
export function createConcurrencyGate(limits: GateLimits): ConcurrencyGate {
  const all = createSemaphore(limits.maxInFlight, limits.maxQueued);
  const perKey = new Map<string, Semaphore>();

  return {
    async enter(key, waitMs) {
      const deadline = performance.now() + waitMs;
      const semaphore = perKey.get(key) ?? createSemaphore(limits.maxInFlightPerKey, limits.maxQueuedPerKey);
      perKey.set(key, semaphore);
      const leaveKey = () => {
        semaphore.release();
        if (semaphore.isIdle()) perKey.delete(key);
      };
      const first = semaphore.tryAcquire() ? "granted" : await semaphore.wait(waitMs);
      if (first !== "granted") {
        return { kind: first };
      }
      const second = all.tryAcquire() ? "granted" : await all.wait(deadline - performance.now());
      if (second !== "granted") {
        leaveKey();
        return { kind: second };
      }
      return {
        kind: "granted",
        release: () => {
          all.release();
          leaveKey();
        },
      };
    },
  };
}

type Semaphore = {
  tryAcquire(): boolean;
  wait(waitMs: number): Promise<Permit["kind"]>;
  release(): void;
  isIdle(): boolean;
};

function createSemaphore(limit: number, queueLimit: number): Semaphore {
  let inFlight = 0;
  // A Set keeps the order of arrival and allows a caller that times out to be removed from the middle.
  const waiting = new Set<() => void>();

  return {
    tryAcquire() {
      if (inFlight >= limit) return false;
      inFlight += 1;
      return true;
    },
    wait(waitMs) {
      if (waiting.size >= queueLimit) return Promise.resolve("overload");
      return new Promise((resolve) => {
        const admit = () => {
          clearTimeout(timer);
          resolve("granted");
        };
        const timer = setTimeout(
          () => {
            waiting.delete(admit);
            resolve("timeout");
          },
          Math.max(0, waitMs),
        );
        waiting.add(admit);
      });
    },
    release() {
      const [next] = waiting;
      if (next === undefined) {
        inFlight -= 1;
        return;
      }
      // The permit is passed on directly, so that no new caller can take it.
      waiting.delete(next);
      next();
    },
    isIdle: () => inFlight === 0 && waiting.size === 0,
  };
}
