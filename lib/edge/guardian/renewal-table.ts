import { hashText } from "@/lib/edge/guardian/hash-text";
import type { RenewalFacts } from "@/lib/edge/guardian/renewal-status";

/** The facts of each hostname, in typed arrays: 20 bytes for one, besides its name. */
export type RenewalTable = {
  size(): number;
  /** Of the hostname, or null. */
  find(hostname: string): RenewalFacts | null;
  set(hostname: string, facts: RenewalFacts): void;
  delete(hostname: string): void;
  clear(): void;
  hostnames(): IterableIterator<string>;
};

const numbersPerHost = 5;
/** Arrays that grow would be copied in one go. */
const hostsPerPart = 16_384;
/** A map that grows is rebuilt in one go, and a small one is rebuilt fast. */
const mapCount = 256;

export function createRenewalTable(): RenewalTable {
  const maps = Array.from({ length: mapCount }, () => new Map<string, number>());
  const free: number[] = [];
  const parts: Uint32Array[] = [];
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
    if (slot >= parts.length * hostsPerPart) parts.push(new Uint32Array(hostsPerPart * numbersPerHost));
    map.set(hostname, slot);
    size += 1;
    return slot;
  }

  function numbersAt(slot: number): Uint32Array {
    const at = (slot % hostsPerPart) * numbersPerHost;
    return parts[Math.floor(slot / hostsPerPart)]?.subarray(at, at + numbersPerHost) ?? new Uint32Array(numbersPerHost);
  }

  return {
    size: () => size,
    find(hostname) {
      const slot = mapOf(hostname).get(hostname);
      if (slot === undefined) return null;
      const [notBefore = 0, notAfter = 0, triedAt = 0, serial = 0, tries = 0] = numbersAt(slot);
      return { notBefore, notAfter, triedAt, serial, tries };
    },
    set(hostname, facts) {
      const { notBefore, notAfter, triedAt, serial, tries } = facts;
      numbersAt(slotFor(hostname)).set([notBefore, notAfter, triedAt, serial, tries]);
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
      parts.length = 0;
    },
    hostnames: listHostnames,
  };
}
