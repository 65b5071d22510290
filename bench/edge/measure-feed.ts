import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { type BenchResponder, startResponder } from "@/bench/edge/start-responder";
import { insertLiveConnections } from "@/bench/insert-live-connections";
import { type BenchRow, measured } from "@/bench/report";
import { benchToken, startServer } from "@/bench/start-server";
import { startPostgres } from "@/e2e/support/postgres";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { edgeChangesChannel } from "@/lib/edge/control-plane/record-changes";
import { percentile } from "@/lib/kernel/percentile";

const hosts = 10_000;
const betweenMs = 25;
const pollMs = 1;

/** From the commit of a change until every edge answers by it. */
export async function measureFeed(changes: number): Promise<BenchRow[]> {
  const stops: (() => unknown)[] = [];
  try {
    const postgres = await startPostgres();
    stops.push(postgres.stop);
    const databaseUrl = await postgres.createDatabase();
    await insertLiveConnections(databaseUrl, hosts, "'shop.customer-' || n || '.com'");
    const server = await startServer(databaseUrl, {
      WORKER_ENABLED: "0",
      LOG_LEVEL: "warn",
      EDGE_TOKEN: `edge${benchToken}`,
    });
    stops.push(server.stop);
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    stops.push(() => client.end());
    const application = (await client.query("SELECT id FROM applications LIMIT 1")).rows[0].id;

    const rows: BenchRow[] = [];
    const edges: BenchResponder[] = [];
    for (const count of [1, 3]) {
      while (edges.length < count) {
        const scratch = createScratchDirectory("bench-edge");
        stops.push(scratch.remove);
        const edge = await startResponder(scratch.path, { CONTROLPLANE_URL: server.url });
        stops.push(edge.stop);
        edges.push(edge);
      }
      const delays: number[] = [];
      for (let index = 0; index < changes; index += 1) {
        const hostname = `n${index}.edges-${count}.test`;
        const change = {
          kind: "host",
          hostname,
          connectionId: randomUUID(),
          applicationId: application,
          admitted: true,
          reference: null,
        };
        await client.query("BEGIN");
        await client.query("INSERT INTO edge_changes (change, created_at) VALUES ($1, now())", [change]);
        await client.query("SELECT pg_notify($1, '')", [edgeChangesChannel]);
        await client.query("COMMIT");
        const committedAt = performance.now();
        await Promise.all(edges.map((edge) => untilAllowed(edge, hostname)));
        delays.push(performance.now() - committedAt);
        await sleep(betweenMs);
      }
      rows.push(
        measured(`change committed to in force, ${count} edges: p50`, percentile(delays, 0.5), "ms"),
        measured("… p99", percentile(delays, 0.99), "ms", { aim: { most: 1_000 } }),
      );
    }
    return rows;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function untilAllowed(edge: BenchResponder, hostname: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${edge.url}${edge.askPath(hostname)}`);
    await response.arrayBuffer();
    if (response.status === 200) return;
    await sleep(pollMs);
  }
}
