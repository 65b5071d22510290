import { randomBytes, randomInt } from "node:crypto";
import { Client } from "pg";
import { startResponder } from "@/bench/edge/start-responder";
import { writeStoredSet } from "@/bench/edge/write-set";
import { insertLiveConnections } from "@/bench/insert-live-connections";
import { putLoad } from "@/bench/load";
import { readRows } from "@/bench/read-rows";
import { type Aim, type BenchRow, measured } from "@/bench/report";
import { startBareServer, startServer } from "@/bench/start-server";
import { getFreePort } from "@/e2e/support/free-port";
import { startPostgres } from "@/e2e/support/postgres";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { scopes } from "@/lib/kernel/scopes";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";

const namesPerClient = 2_000;

/**
 * Ask at four connections while everything else works as hard as it can: /v1 with sixteen connections, pages with four, and
 * a worker with a re-check due for every connection. The bare server gets the same in between.
 */
export async function measureUnderLoad(hosts: number, live: number, seconds: number): Promise<BenchRow[]> {
  const stops: (() => unknown)[] = [];
  try {
    const scratch = createScratchDirectory("bench-edge");
    stops.push(scratch.remove);
    writeStoredSet(scratch.path, hosts, "http://127.0.0.1:9");
    const postgres = await startPostgres();
    stops.push(postgres.stop);
    const databaseUrl = await postgres.createDatabase();
    await insertLiveConnections(databaseUrl, live, "'shop.customer-' || n || '.com'");
    const secret = await prepare(databaseUrl);
    const bare = await startBareServer();
    stops.push(bare.stop);
    const responder = await startResponder(scratch.path);
    stops.push(responder.stop);
    const app = await startServer(databaseUrl, { WORKER_ENABLED: "0", LOG_LEVEL: "warn", API_RATE_LIMIT: "1000000" });
    stops.push(app.stop);

    const ask = (url: string) =>
      putLoad({
        url,
        connections: 4,
        duration: seconds,
        setupClient: (client) =>
          client.setRequests(
            Array.from({ length: namesPerClient }, () => ({
              method: "GET" as const,
              path: responder.askPath(`shop.customer-${randomInt(1, hosts + 1)}.com`),
            })),
          ),
      });
    const rows: BenchRow[] = [];
    const measure = async (when: string, aim?: Aim) => {
      const base = await ask(bare.url);
      const { p99Ms } = await ask(responder.url);
      const baseline = { what: "bare server", value: base.p99Ms };
      rows.push(measured(`ask, 4 connections, ${when}: p99`, p99Ms, "ms", { baseline, ...(aim && { aim }) }));
    };
    await measure("everything else idle");
    // A worker of its own, as `npm start` runs it on PostgreSQL.
    const workerScratch = createScratchDirectory("bench-worker");
    stops.push(workerScratch.remove);
    const worker = await startServer(databaseUrl, {
      ...app.env,
      PORT: String(await getFreePort()),
      LOG_LEVEL: "fatal",
      WORKER_ENABLED: "1",
      DATA_DIR: workerScratch.path,
      DNS_RESOLVERS: "127.0.0.1:9",
    });
    stops.push(worker.stop);
    const others = seconds * 2 + 4;
    const api = putLoad({
      url: `${app.url}/v1/connections`,
      connections: 16,
      duration: others,
      headers: { authorization: `Bearer ${secret}` },
    });
    const pages = putLoad({ url: `${app.url}/sign-in`, connections: 4, duration: others });
    await measure("/v1, pages and re-checks at full load", { most: 1 });
    rows.push(
      measured("… /v1 meanwhile", (await api).perSecond, "/s"),
      measured("… pages meanwhile", (await pages).perSecond, "/s"),
    );
    const [due] = await readRows(databaseUrl, "SELECT count(*)::int AS n FROM jobs WHERE run_at <= now()");
    rows.push(measured("… re-checks done meanwhile", live - Number(due?.n), ""));
    return rows;
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** A key, and a re-check of every connection that is due now. */
async function prepare(databaseUrl: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const secret = `sk_live_${randomBytes(24).toString("base64url")}`;
    await client.query(
      `INSERT INTO api_keys (id, tenant_id, application_id, name, environment, last4, secret_hash, scopes, created_at)
       SELECT gen_random_uuid(), tenant_id, id, 'Bench', 'live', $1, $2, $3, now() FROM applications LIMIT 1`,
      [secret.slice(-4), hashSecret(secret), [...scopes]],
    );
    await client.query(
      `INSERT INTO jobs (name, key, payload, pool, run_at, created_at)
       SELECT 'check-records', 'check-records:' || id, jsonb_build_object('tenantId', tenant_id, 'connectionId', id),
         'rechecks', now() - interval '1 minute', now() FROM connections`,
    );
    await client.query("ANALYZE");
    return secret;
  } finally {
    await client.end();
  }
}
