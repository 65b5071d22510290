import { randomBytes, randomInt } from "node:crypto";
import { insertLiveConnections } from "@/bench/insert-live-connections";
import { putLoad, round } from "@/bench/load";
import { describeMachine, readMemory } from "@/bench/machine";
import { benchToken, startBareServer, startBenchResponder, startServer } from "@/bench/start-server";
import { startPostgres } from "@/e2e/support/postgres";

// How many of Caddy's ask requests per second the responder answers with a million claims, beside a bare HTTP server.
const claims = Number(process.env.BENCH_CLAIMS ?? 1_000_000);
const seconds = Number(process.env.BENCH_SECONDS ?? 8);
const connections = 16;
/** A client sends its names in turn. All of them together take longer than the second for which a miss is cached. */
const namesPerClient = 3_000;

type Load = "known" | "unknown" | "mixed";
const isLoad = (name: string): name is Load => name in nameOf;
const known = () => `shop.customer-${randomInt(1, claims + 1)}.com`;
const unknown = () => `${randomBytes(9).toString("hex")}.unknown-${randomInt(1_000_000)}.net`;
const nameOf: Record<Load, (index: number) => string> = {
  known,
  unknown,
  // One unknown name (a scanner, an old hostname) in ten.
  mixed: (index) => (index % 10 === 0 ? unknown() : known()),
};

async function run(url: string, load: Load) {
  const { statuses, ...figures } = await putLoad({
    url,
    connections,
    duration: seconds,
    setupClient: (client) =>
      client.setRequests(
        Array.from({ length: namesPerClient }, (_, index) => ({
          method: "GET" as const,
          path: `/internal/ask?token=${benchToken}&domain=${nameOf[load](index)}`,
        })),
      ),
  });
  const { "200": allowed = 0, "403": refused = 0, ...others } = statuses;
  return { ...figures, allowed, refused, failed: Object.values(others).reduce((sum, count) => sum + count, 0) };
}

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
  const app = await startServer(databaseUrl, { WORKER_ENABLED: "0", LOG_LEVEL: "warn" });
  stops.push(app.stop);
  const server = await startBenchResponder(app, flags);
  stops.push(server.stop);
  const loads = (process.env.BENCH_LOADS ?? "known,unknown,mixed").split(",").filter(isLoad);
  console.log(`memory of the responder before: ${JSON.stringify(readMemory(server.pid))}`);
  const bare = await startBareServer();
  stops.push(bare.stop);

  // Warms up both servers and the client.
  for (const url of [bare.url, server.url]) await run(url, "known");
  const rows: Record<string, Awaited<ReturnType<typeof run>> & { ratio?: number }> = {};
  for (const load of loads) {
    // The bare server runs right after each, with the same client, because the machine's speed varies.
    const base = await run(bare.url, load);
    const ours = await run(server.url, load);
    rows[`bare, ${load} names`] = base;
    rows[`ask, ${load} names`] = { ...ours, ratio: round(ours.perSecond / base.perSecond) };
  }
  console.table(rows);
  console.log(`memory of the responder after: ${JSON.stringify(readMemory(server.pid))}`);
} finally {
  for (const stop of stops.reverse()) await stop();
}
