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
const concurrency = 16;
const batchSize = 300;
const attemptTimeoutMs = timeLimit(1_000);
const budgetMs = timeLimit(20_000);

/**
 * Compares the worlds of `count` seeds. What no class explains is compared once more with other servers: on a busy machine an
 * answer may have come too late, and resolvers remember that for minutes. What is left can be repeated by its seed.
 */
export async function runWorlds(firstSeed: number, count: number): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (let first = firstSeed; first < firstSeed + count; first += batchSize) {
    const seeds = Array.from({ length: Math.min(batchSize, firstSeed + count - first) }, (_, index) => first + index);
    const batch = await runBatch(seeds);
    const doubtful = batch.filter((one) => !isExplained(one)).map(({ world }) => world.seed);
    const again = doubtful.length === 0 ? [] : await runBatch(doubtful);
    compared.push(...batch.map((one) => again.find(({ world }) => world.seed === one.world.seed) ?? one));
  }
  return compared;
}

/** Generates the worlds, serves them, and compares the two readings of each. */
async function runBatch(seeds: readonly number[]): Promise<Compared[]> {
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const addressOf = createAddresses();
  const worlds = seeds.map((seed) => generateWorld(seed, { nowSeconds, addressOf }));
  const running = await startWorlds(worlds, addressOf, nowSeconds);
  const resolvers = [{ host: "127.0.0.1", port: running.resolver.port }];
  const resolver = createResolver({
    resolvers,
    authoritativePort: dnsPort,
    allowPrivateNameservers: true,
    attemptTimeoutMs,
  });
  const limits = { maxInFlightPerServer: 1_000, maxQueuedPerServer: 10_000, maxInFlight: 1_000 };
  const exchange = createExchange({ attemptTimeoutMs: budgetMs, ...limits });
  const ask = createClient(exchange, "127.0.0.1", running.resolver.port, budgetMs);
  const compare = async (world: World) => ({ world, comparisons: await compareWorld({ resolver, ask }, world) });
  try {
    // A resolver that knows no server yet waits for each only shortly.
    for (const name of [...registries, "host.net", edge.hostname]) await ask(name, "SOA");
    return await pMap(worlds, compare, { concurrency });
  } finally {
    await Promise.all([resolver.close(), exchange.close(), running.stop()]);
  }
}

function isExplained({ world, comparisons }: Compared): boolean {
  return comparisons.every(
    (one) => one.ours === one.theirs || disagreementClasses.some(({ fits }) => fits(world, one)),
  );
}
