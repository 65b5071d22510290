import { LRUCache } from "lru-cache";
import { judgeReach } from "@/lib/edge/judge-reach";
import type { EdgeReach, ReachJudgement, ReachProber, SecureReach } from "@/lib/platform/ports/edge";

export type EdgeReachOptions = {
  prober: ReachProber;
  /** The edge's own addresses: a handshake there for a name without a certificate makes it ask its CA. */
  ownAddresses: readonly string[];
  now(): Date;
};

const maxAddresses = 8;
/** A proxy that is set right is seen soon. */
const memoryMs: Record<ReachJudgement, number> = { arrives: 60_000, fails: 20_000, silent: 20_000 };
const rememberedNames = 10_000;
const budgetMs = 5_000;

export function createEdgeReach({ prober, ownAddresses, now }: EdgeReachOptions): EdgeReach {
  const memory = new LRUCache<string, { atMs: number; forMs: number; answer: Promise<ReachJudgement> }>({
    max: rememberedNames,
  });
  const isOurs = (address: string) => ownAddresses.includes(address);

  async function ask(hostname: string, addresses: readonly string[], secure: SecureReach): Promise<ReachJudgement> {
    const asked = addresses.map((address) =>
      prober.probe(hostname, address, { handshake: secure !== "skipped" && !isOurs(address), budgetMs }),
    );
    return judgeReach(await Promise.all(asked), isOurs, secure);
  }

  return {
    async judge(hostname, addresses, secure) {
      // If not every address can be probed, nothing is proven.
      if (addresses.length === 0 || addresses.length > maxAddresses) return "fails";
      const key = [hostname, secure, ...[...addresses].sort()].join(" ");
      const atMs = now().getTime();
      const known = memory.get(key);
      // An entry from the future was made by a clock that was ahead.
      if (known && known.atMs <= atMs && atMs - known.atMs < known.forMs) return known.answer;
      const answer = ask(hostname, addresses, secure).catch((): ReachJudgement => "silent");
      const entry = { atMs, forMs: memoryMs.arrives, answer };
      memory.set(key, entry);
      entry.forMs = memoryMs[await answer];
      return answer;
    },
  };
}
