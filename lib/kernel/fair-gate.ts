import { createFairSlots } from "@/lib/kernel/fair-slots";

/** `overload`: the share of the queue is full, or no slot was free in time. It says nothing about what the slot was for. */
export type Permit = { kind: "granted"; release: () => void } | { kind: "overload" };

/** Fair slots for which callers wait. */
export type FairGate = {
  /** `path`: whose share this counts toward, as in `FairSlots`. */
  enter(path: readonly string[], waitMs: number): Promise<Permit>;
  /** Nothing is in flight, so nobody waits either. */
  isIdle(): boolean;
};

/** Callers of one path are admitted in order of arrival, owners in turn, and in each owner its parts. */
export function createFairGate({ maxInFlight, maxQueued }: { maxInFlight: number; maxQueued: number }): FairGate {
  const inFlight = createFairSlots(maxInFlight);
  const queued = createFairSlots(maxQueued);
  const waiting = createTurns(null, "", []);

  /** The caller whose turn it is, and who may take a slot. */
  function findNext(turns: Turns): (() => void) | null {
    if (!inFlight.mayTake(turns.path)) return null;
    for (const admit of turns.callers) return admit;
    for (const part of turns.parts.values()) {
      const next = findNext(part);
      if (next === null) continue;
      turns.parts.delete(part.key);
      turns.parts.set(part.key, part);
      return next;
    }
    return null;
  }

  function grant(path: readonly string[]): Permit {
    let isReleased = false;
    return {
      kind: "granted",
      release() {
        if (isReleased) return;
        isReleased = true;
        inFlight.release(path);
        for (let admit = findNext(waiting); admit !== null; admit = findNext(waiting)) admit();
      },
    };
  }

  return {
    enter(path, waitMs) {
      // This overtakes nobody: who waits may not take a slot, and a slot that somebody takes lets nobody take another.
      if (inFlight.take(path)) return Promise.resolve(grant(path));
      if (waitMs <= 0 || !queued.take(path)) return Promise.resolve(overload);
      return new Promise((resolve) => {
        const turns = findTurns(waiting, path);
        const leave = (permit: Permit) => {
          clearTimeout(timer);
          turns.callers.delete(admit);
          forgetEmpty(turns);
          queued.release(path);
          resolve(permit);
        };
        const admit = () => {
          inFlight.take(path);
          leave(grant(path));
        };
        const timer = setTimeout(() => leave(overload), waitMs);
        turns.callers.add(admit);
      });
    },
    isIdle: () => inFlight.free() === maxInFlight,
  };
}

const overload: Permit = { kind: "overload" };

/** Who waits below a path. Without callers, it is forgotten. */
type Turns = {
  parent: Turns | null;
  key: string;
  path: readonly string[];
  /** A Set keeps the order of arrival, and a caller that gives up can leave from the middle. */
  callers: Set<() => void>;
  /** In the order of their turns: the next one first. */
  parts: Map<string, Turns>;
};

function createTurns(parent: Turns | null, key: string, path: readonly string[]): Turns {
  return { parent, key, path, callers: new Set(), parts: new Map() };
}

function findTurns(root: Turns, path: readonly string[]): Turns {
  return path.reduce((turns, key, depth) => {
    const part = turns.parts.get(key) ?? createTurns(turns, key, path.slice(0, depth + 1));
    turns.parts.set(key, part);
    return part;
  }, root);
}

function forgetEmpty({ parent, key, callers, parts }: Turns): void {
  if (parent === null || callers.size > 0 || parts.size > 0) return;
  parent.parts.delete(key);
  forgetEmpty(parent);
}
