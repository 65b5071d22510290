/** Slots that many owners use at a time: lanes of a worker, queries in flight, callers that wait. Pure. */
export type FairSlots = {
  /** `path`: whose share it counts toward, outermost first, such as a tenant and one of its endpoints. */
  mayTake(path: readonly string[]): boolean;
  /** Takes one if it may. */
  take(path: readonly string[]): boolean;
  /** Once for each that was taken. */
  release(path: readonly string[]): void;
  free(): number;
};

/** `held`: by the owner and all its parts. An owner that holds nothing has no share. */
type Share = { held: number; parts?: Map<string, Share> };

/**
 * An owner takes another slot only while as many stay free as it then holds: alone it gets half of them, two get a third
 * each, and so on, and a slot is free for the next one at once. An owner that holds none takes the last one, too. Inside of
 * what an owner may hold, the same rule applies to its parts.
 *
 * A limit of `slots / (owners + 1)` divides them in the same way among owners who take all they may. But it fills up when the
 * owners come one after the other, and reserves a full share for an owner who uses a single slot.
 */
export function createFairSlots(total: number): FairSlots {
  const root: Share = { held: 0 };

  function mayTake(path: readonly string[]): boolean {
    let share: Share | undefined = root;
    let free = total - root.held;
    for (const key of path) {
      if (free <= 0) return false;
      share = share?.parts?.get(key);
      const held: number = share?.held ?? 0;
      free = Math.max(1, Math.floor((held + free) / 2)) - held;
    }
    return free > 0;
  }

  return {
    mayTake,
    take(path) {
      if (!mayTake(path)) return false;
      let share = root;
      share.held += 1;
      for (const key of path) {
        share.parts ??= new Map();
        const part: Share = share.parts.get(key) ?? { held: 0 };
        if (part.held === 0) share.parts.set(key, part);
        part.held += 1;
        share = part;
      }
      return true;
    },
    release(path) {
      let share = root;
      share.held -= 1;
      for (const key of path) {
        const part = share.parts?.get(key);
        if (!part) return;
        part.held -= 1;
        if (part.held === 0) share.parts?.delete(key);
        share = part;
      }
    },
    free: () => total - root.held,
  };
}
