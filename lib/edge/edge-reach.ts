import { LRUCache } from "lru-cache";
import type { AddressReach, EdgeReach, ReachProber } from "@/lib/platform/ports/edge";

export type EdgeReachOptions = {
  prober: ReachProber;
  /** The edge's own addresses: a handshake there for a name without a certificate makes it ask its CA. */
  ownAddresses: readonly string[];
  now(): Date;
};

const maxAddresses = 8;
const memoryMs = 60_000;
const rememberedNames = 10_000;
const budgetMs = 2_000;

export function createEdgeReach({ prober, ownAddresses, now }: EdgeReachOptions): EdgeReach {
  const memory = new LRUCache<string, { atMs: number; answer: Promise<boolean> }>({ max: rememberedNames });

  async function ask(hostname: string, addresses: readonly string[]): Promise<boolean> {
    const asked = addresses.map((address) => probe(hostname, address));
    return allLeadToUs(await Promise.all(asked), (address) => ownAddresses.includes(address));
  }

  /** Over HTTP, and over TLS only where HTTP redirects there. */
  async function probe(hostname: string, address: string): Promise<AddressReach> {
    const plain = await prober.probe(hostname, address, { handshake: false, budgetMs });
    return plain.proven || ownAddresses.includes(address) || !sendsToTls(plain)
      ? plain
      : prober.probe(hostname, address, { handshake: true, budgetMs });
  }

  return {
    async isBehind(hostname, addresses) {
      // If not every address can be probed, nothing is proven.
      if (addresses.length === 0 || addresses.length > maxAddresses) return false;
      const key = [hostname, ...[...addresses].sort()].join(" ");
      const atMs = now().getTime();
      const known = memory.get(key);
      // An entry from the future was made by a clock that was ahead.
      if (known && known.atMs <= atMs && atMs - known.atMs < memoryMs) return known.answer;
      const answer = ask(hostname, addresses).catch(() => false);
      memory.set(key, { atMs, answer });
      return answer;
    },
  };
}

function sendsToTls({ http: { kind, status } }: AddressReach): boolean {
  return kind === "refused" || (status !== null && status >= 300 && status < 400);
}

/**
 * Our own edge answered at every address. An IPv6 address is ignored if this machine has no route to it and another foreign
 * address has answered: an old AAAA record beside our A record must not pass for a proxy.
 */
export function allLeadToUs(reach: readonly AddressReach[], isOurs: (address: string) => boolean): boolean {
  const asked = reach.filter(({ address, http }) => !(address.includes(":") && http.kind === "no_route"));
  if (asked.length < reach.length && asked.every(({ address }) => isOurs(address))) return false;
  return asked.length > 0 && asked.every(({ proven }) => proven);
}
