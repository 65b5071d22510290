import type { RenewalFacts } from "@/lib/edge/guardian/renewal-status";

/** The facts of each hostname, in typed arrays: 18 bytes for one, besides its name. */
export type RenewalTable = {
  size(): number;
  /** Of the hostname, or null. */
  find(hostname: string): RenewalFacts | null;
  set(hostname: string, facts: RenewalFacts): void;
  delete(hostname: string): void;
  clear(): void;
  hostnames(): IterableIterator<string>;
};

const firstCapacity = 1_024;

export function createRenewalTable(): RenewalTable {
  const slots = new Map<string, number>();
  const free: number[] = [];
  let capacity = firstCapacity;
  let times = new Uint32Array(capacity * 4);
  let tries = new Uint8Array(capacity);
  let used = 0;

  function slotFor(hostname: string): number {
    const known = slots.get(hostname);
    if (known !== undefined) return known;
    const slot = free.pop() ?? used++;
    if (slot >= capacity) grow();
    slots.set(hostname, slot);
    return slot;
  }

  function grow(): void {
    capacity *= 2;
    const [oldTimes, oldTries] = [times, tries];
    times = new Uint32Array(capacity * 4);
    times.set(oldTimes);
    tries = new Uint8Array(capacity);
    tries.set(oldTries);
  }

  return {
    size: () => slots.size,
    find(hostname) {
      const slot = slots.get(hostname);
      if (slot === undefined) return null;
      const at = slot * 4;
      return {
        notBefore: times[at] ?? 0,
        notAfter: times[at + 1] ?? 0,
        triedAt: times[at + 2] ?? 0,
        serial: times[at + 3] ?? 0,
        tries: tries[slot] ?? 0,
      };
    },
    set(hostname, facts) {
      const slot = slotFor(hostname);
      times.set([facts.notBefore, facts.notAfter, facts.triedAt, facts.serial], slot * 4);
      tries[slot] = facts.tries;
    },
    delete(hostname) {
      const slot = slots.get(hostname);
      if (slot === undefined) return;
      slots.delete(hostname);
      free.push(slot);
    },
    clear() {
      slots.clear();
      free.length = 0;
      used = 0;
    },
    hostnames: () => slots.keys(),
  };
}
