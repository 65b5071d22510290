/** `maxQueued`: callers that wait. Both are divided among the shares by the same rule. */
export type ShareLimits = { maxInFlight: number; maxQueued: number };

/** `overload`: the share's queue is full, or no permit was free in time. It says nothing about what the permit was for. */
export type Permit = { kind: "granted"; release: () => void } | { kind: "overload" };

export type FairShares = {
  /** `path`: whose share this counts toward, outermost first, such as a tenant and one of its zones. Same depth for all. */
  enter(path: readonly string[], waitMs: number): Promise<Permit>;
  /** Nothing is in flight, and nobody waits. */
  isIdle(): boolean;
};

/** What each of `active` shares may use at most. One part is left free: whoever comes next need not wait. */
export function shareOf(limit: number, active: number): number {
  return Math.max(1, Math.floor(limit / (active + 1)));
}

/**
 * Limits concurrent work, and divides the limit fairly: a share that is full delays its own callers only. A share is itself
 * divided among those below it. Callers of one share are admitted in order of arrival, shares in turn.
 */
export function createFairShares(limits: ShareLimits): FairShares {
  const root = createShare(null, "");

  function find(path: readonly string[]): Share {
    let share = root;
    for (const key of path) {
      const child = share.children.get(key) ?? createShare(share, key);
      share.children.set(key, child);
      share = child;
    }
    return share;
  }

  function limitOf({ parent }: Share, limit: number): number {
    return parent === null ? limit : shareOf(limitOf(parent, limit), parent.children.size);
  }

  function mayRun(share: Share | null): boolean {
    return share === null || (share.inFlight < limitOf(share, limits.maxInFlight) && mayRun(share.parent));
  }

  function mayWait(share: Share | null): boolean {
    return share === null || (share.queued < limitOf(share, limits.maxQueued) && mayWait(share.parent));
  }

  /** A share counts as active, and so makes the others smaller, as long as it has callers. */
  function forgetIdle(share: Share): void {
    const { parent } = share;
    if (parent === null || share.inFlight > 0 || share.queued > 0) return;
    parent.children.delete(share.key);
    forgetIdle(parent);
  }

  function admitWaiting(): void {
    for (;;) {
      const next = root.inFlight < limits.maxInFlight ? findNext(root, limits.maxInFlight) : null;
      const [admit] = next?.waiting ?? [];
      if (admit === undefined) return;
      admit();
    }
  }

  function grant(share: Share): Permit {
    countInFlight(share, 1);
    let isReleased = false;
    return {
      kind: "granted",
      release() {
        if (isReleased) return;
        isReleased = true;
        countInFlight(share, -1);
        forgetIdle(share);
        admitWaiting();
      },
    };
  }

  return {
    enter(path, waitMs) {
      const share = find(path);
      if (share.queued === 0 && mayRun(share)) return Promise.resolve(grant(share));
      if (waitMs <= 0 || !mayWait(share)) {
        forgetIdle(share);
        return Promise.resolve({ kind: "overload" });
      }
      return new Promise((resolve) => {
        const leave = () => {
          clearTimeout(timer);
          share.waiting.delete(admit);
          countQueued(share, -1);
        };
        const admit = () => {
          leave();
          resolve(grant(share));
        };
        const timer = setTimeout(() => {
          leave();
          forgetIdle(share);
          resolve({ kind: "overload" });
          // With one share less, the others are larger.
          admitWaiting();
        }, waitMs);
        share.waiting.add(admit);
        countQueued(share, 1);
      });
    },
    isIdle: () => root.inFlight === 0 && root.queued === 0,
  };
}

type Share = {
  parent: Share | null;
  key: string;
  /** Of this share and all below it. */
  inFlight: number;
  queued: number;
  children: Map<string, Share>;
  /** The children that have callers who wait, in the order in which it is their turn. */
  ready: Set<Share>;
  /** A Set keeps the order of arrival, and a caller that gives up can leave from the middle. */
  waiting: Set<() => void>;
};

function createShare(parent: Share | null, key: string): Share {
  return { parent, key, inFlight: 0, queued: 0, children: new Map(), ready: new Set(), waiting: new Set() };
}

function countInFlight(share: Share, by: 1 | -1): void {
  share.inFlight += by;
  if (share.parent !== null) countInFlight(share.parent, by);
}

function countQueued(share: Share, by: 1 | -1): void {
  share.queued += by;
  if (share.parent === null) return;
  if (share.queued > 0) share.parent.ready.add(share);
  else share.parent.ready.delete(share);
  countQueued(share.parent, by);
}

/** The share whose turn it is and that is not full; null if there is none. */
function findNext(share: Share, limit: number): Share | null {
  if (share.waiting.size > 0) return share;
  const most = shareOf(limit, share.children.size);
  for (const child of share.ready) {
    const next = child.inFlight < most ? findNext(child, most) : null;
    if (next === null) continue;
    share.ready.delete(child);
    share.ready.add(child);
    return next;
  }
  return null;
}
