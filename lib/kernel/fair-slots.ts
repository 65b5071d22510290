/** Slots that many owners use at a time: lanes of a worker, waiting requests, look-ups. Pure. */
export type FairSlots = {
  /** Whether the owner may take a slot, for one of its parts where `part` is given. */
  mayTake(owner: string, part?: string): boolean;
  /** Takes one if it may. */
  take(owner: string, part?: string): boolean;
  release(owner: string, part?: string): void;
  free(): number;
};

type Held = { count: number; parts: Map<string, number> };

/**
 * An owner takes another slot only while as many stay free as it then holds: alone it gets half of them, two get a third
 * each, and so on, and a slot is free for the next one at once. An owner that holds none takes the last one, too. Inside of
 * what an owner may hold, the same rule applies to its parts.
 */
export function createFairSlots(total: number): FairSlots {
  const owners = new Map<string, Held>();
  let free = total;

  function mayTake(owner: string, part?: string): boolean {
    const { count, parts } = owners.get(owner) ?? nothing;
    if (!isFair(count, free)) return false;
    if (part === undefined) return true;
    const most = Math.max(1, Math.floor((count + free) / 2));
    return isFair(parts.get(part) ?? 0, most - count);
  }

  return {
    mayTake,
    take(owner, part) {
      if (!mayTake(owner, part)) return false;
      const held = owners.get(owner) ?? { count: 0, parts: new Map() };
      owners.set(owner, held);
      held.count += 1;
      if (part !== undefined) held.parts.set(part, (held.parts.get(part) ?? 0) + 1);
      free -= 1;
      return true;
    },
    release(owner, part) {
      const held = owners.get(owner);
      if (!held) return;
      held.count -= 1;
      free += 1;
      if (held.count === 0) owners.delete(owner);
      if (part === undefined) return;
      const rest = (held.parts.get(part) ?? 1) - 1;
      if (rest > 0) held.parts.set(part, rest);
      else held.parts.delete(part);
    },
    free: () => free,
  };
}

const nothing: Held = { count: 0, parts: new Map() };

function isFair(held: number, free: number): boolean {
  return free > 0 && (held === 0 || held + 1 <= free - 1);
}
