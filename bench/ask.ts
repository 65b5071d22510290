import { randomBytes, randomInt } from "node:crypto";
import autocannon from "autocannon";
import { insertLiveConnections } from "@/bench/insert-live-connections";
import { describeMachine, readMemory } from "@/bench/machine";
import { percentile } from "@/bench/percentile";
import { startBareServer, startServer } from "@/bench/start-server";
import { startPostgres } from "@/e2e/support/postgres";

// How many of Caddy's questions a second the real server answers with a million claims, beside a bare HTTP server.
const claims = Number(process.env.BENCH_CLAIMS ?? 1_000_000);
const seconds = Number(process.env.BENCH_SECONDS ?? 8);
const connections = 16;
/** A client asks its names in turns. All of them together last longer than the second for which a miss is remembered. */
const namesPerClient = 3_000;

type Load = "known" | "unknown" | "mixed";
const isLoad = (name: string): name is Load => name in nameOf;
const known = () => `shop.customer-${randomInt(1, claims + 1)}.com`;
const unknown = () => `${randomBytes(9).toString("hex")}.stranger-${randomInt(1_000_000)}.net`;
const nameOf: Record<Load, (index: number) => string> = {
  known,
  unknown,
  // One stranger (a scanner, an old name) in ten.
  mixed: (index) => (index % 10 === 0 ? unknown() : known()),
};

type Figures = { perSecond: number; p50Ms: number; p99Ms: number; allowed: number; refused: number; failed: number };

async function run(url: string, load: Load): Promise<Figures> {
  const latencies: number[] = [];
  const statuses = new Map<number, number>();
  let firstAt = 0;
  let lastAt = 0;
  const problems = await new Promise<number>((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        connections,
        duration: seconds,
        setupClient: (client) =>
          client.setRequests(
            Array.from({ length: namesPerClient }, (_, index) => ({
              method: "GET" as const,
              path: `/internal/ask?domain=${nameOf[load](index)}`,
            })),
          ),
      },
      (error, result) => (error ? reject(error) : resolve(result.errors + result.timeouts)),
    );
    // Its own clock begins before the requests are made up, and its latencies are whole milliseconds.
    instance.on("response", (_client, status, _bytes, ms) => {
      lastAt = performance.now();
      firstAt ||= lastAt;
      latencies.push(ms);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    });
  });
  const allowed = statuses.get(200) ?? 0;
  const refused = statuses.get(403) ?? 0;
  return {
    perSecond: Math.round(latencies.length / ((lastAt - firstAt) / 1_000)),
    p50Ms: round(percentile(latencies, 0.5)),
    p99Ms: round(percentile(latencies, 0.99)),
    allowed,
    refused,
    failed: latencies.length - allowed - refused + problems,
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

const stops: (() => Promise<void>)[] = [];
try {
  console.log(describeMachine());
  const postgres = await startPostgres();
  stops.push(postgres.stop);
  const databaseUrl = await postgres.createDatabase();
  const insertedAt = performance.now();
  await insertLiveConnections(databaseUrl, claims, "'shop.customer-' || n || '.com'");
  console.log(`${claims} connections and claims inserted in ${Math.round((performance.now() - insertedAt) / 1_000)} s`);
  const profile = process.env.BENCH_PROFILE_DIR;
  const flags = profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [];
  const server = await startServer(databaseUrl, { WORKER_ENABLED: "0", LOG_LEVEL: "warn" }, flags);
  stops.push(server.stop);
  const loads = (process.env.BENCH_LOADS ?? "known,unknown,mixed").split(",").filter(isLoad);
  console.log(server.tail().find((line) => line.startsWith("runtime with")));
  console.log(`memory of the server before: ${JSON.stringify(readMemory(server.pid))}`);
  const bare = await startBareServer();
  stops.push(bare.stop);

  // Warm-up of both, and of the client.
  for (const url of [bare.url, server.url]) await run(url, "known");
  const rows: Record<string, Figures & { ratio?: number }> = {};
  for (const load of loads) {
    // The bare server right beside each, with the very same client: the machine has its moods.
    const base = await run(bare.url, load);
    const ours = await run(server.url, load);
    rows[`bare, ${load} names`] = base;
    rows[`ask, ${load} names`] = { ...ours, ratio: round(ours.perSecond / base.perSecond) };
  }
  console.table(rows);
  console.log(`memory of the server after: ${JSON.stringify(readMemory(server.pid))}`);
} finally {
  for (const stop of stops.reverse()) await stop();
}
