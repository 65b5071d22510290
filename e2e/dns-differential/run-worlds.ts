import pMap from "p-map";
import { type Comparison, compareWorld, createClient } from "@/e2e/dns-differential/compare-world";
import { disagreementClasses } from "@/e2e/dns-differential/disagreements";
import { createAddresses, dnsPort, startWorlds } from "@/e2e/dns-differential/start-worlds";
import { edge, generateWorld, registries, type World } from "@/e2e/dns-differential/world";
import { createExchange } from "@/lib/dns/exchange";
import { createResolver } from "@/lib/dns/resolver";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type Compared = { world: World; comparisons: Comparison[] };

/** Silent servers cost time but no work. */
const concurrency = 12;
const attemptTimeoutMs = timeLimit(1_000);
const budgetMs = timeLimit(20_000);

/** Generates the worlds of the seeds, serves them, and compares the two readings of each. */
export async function runWorlds(firstSeed: number, count: number): Promise<Compared[]> {
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const addressOf = createAddresses();
  const worlds = Array.from({ length: count }, (_, index) =>
    generateWorld(firstSeed + index, { nowSeconds, addressOf }),
  );
  const running = await startWorlds(worlds, addressOf, nowSeconds);
  const resolvers = [{ host: "127.0.0.1", port: running.resolver.port }];
  const resolver = createResolver({
    resolvers,
    authoritativePort: dnsPort,
    allowPrivateNameservers: true,
    attemptTimeoutMs,
    budgetMs,
  });
  const limits = { maxInFlightPerServer: 1_000, maxQueuedPerServer: 10_000, maxInFlight: 1_000 };
  const exchange = createExchange({ attemptTimeoutMs: budgetMs, ...limits });
  const ask = createClient(exchange, "127.0.0.1", running.resolver.port, budgetMs);
  const compare = async (world: World) => ({ world, comparisons: await compareWorld({ resolver, ask }, world) });
  try {
    // A resolver that knows no server yet waits for each only shortly.
    for (const name of [...registries, "host.net", edge.hostname]) await ask(name, "SOA");
    const compared = await pMap(worlds, compare, { concurrency });
    // What no class explains is compared once more, alone: on a busy machine an answer may have come too late.
    return await pMap(compared, (one) => (isExplained(one) ? one : compare(one.world)), { concurrency: 1 });
  } finally {
    await Promise.all([resolver.close(), exchange.close(), running.stop()]);
  }
}

function isExplained({ world, comparisons }: Compared): boolean {
  return comparisons.every(
    (one) => one.ours === one.theirs || disagreementClasses.some(({ fits }) => fits(world, one)),
  );
}
