import { hashText } from "@/lib/edge/guardian/hash-text";
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
/** A map that grows is rebuilt in one go, and a small one is rebuilt fast. */
const mapCount = 256;

export function createRenewalTable(): RenewalTable {
  const maps = Array.from({ length: mapCount }, () => new Map<string, number>());
  const free: number[] = [];
  let capacity = firstCapacity;
  let times = new Uint32Array(capacity * 4);
  let tries = new Uint8Array(capacity);
  let used = 0;
  let size = 0;

  function mapOf(hostname: string): Map<string, number> {
    const map = maps[hashText(hostname) % mapCount];
    if (map === undefined) throw new Error("there is a map for each hash");
    return map;
  }

  function* listHostnames(): IterableIterator<string> {
    for (const map of maps) yield* map.keys();
  }

  function slotFor(hostname: string): number {
    const map = mapOf(hostname);
    const known = map.get(hostname);
    if (known !== undefined) return known;
    const slot = free.pop() ?? used++;
    if (slot >= capacity) grow();
    map.set(hostname, slot);
    size += 1;
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
    size: () => size,
    find(hostname) {
      const slot = mapOf(hostname).get(hostname);
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
      const map = mapOf(hostname);
      const slot = map.get(hostname);
      if (slot === undefined) return;
      map.delete(hostname);
      size -= 1;
      free.push(slot);
    },
    clear() {
      for (const map of maps) map.clear();
      free.length = 0;
      used = 0;
      size = 0;
    },
    hostnames: listHostnames,
  };
}
