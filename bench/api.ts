import { randomBytes, randomInt } from "node:crypto";
import { Client } from "pg";
import { insertLiveConnections } from "@/bench/insert-live-connections";
import { type Figures, putLoad } from "@/bench/load";
import { readMemory } from "@/bench/machine";
import { type BenchRow, report } from "@/bench/report";
import { startBareServer, startServer } from "@/bench/start-server";
import { startPostgres } from "@/e2e/support/postgres";
import { addUpCounts } from "@/lib/connections/add-up-counts";
import { openPostgres } from "@/lib/db/client";
import { scopes } from "@/lib/kernel/scopes";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";

// What an integrator's server gets from /v1, for a tenant with 100,000 connections on a real PostgreSQL. For comparison:
// the same process with a key and without another query, and a bare HTTP server.
const total = Number(process.env.BENCH_CONNECTIONS ?? 1_000_000);
const tenants = 10;
const seconds = Number(process.env.BENCH_SECONDS ?? 6);
/** "get one;create": only these. */
const parts = process.env.BENCH_PARTS?.split(";");
const connections = 16;
const idsPerClient = 2_000;

const stops: (() => Promise<void>)[] = [];
try {
  const postgres = await startPostgres();
  stops.push(postgres.stop);
  const databaseUrl = await postgres.createDatabase();
  await insertLiveConnections(databaseUrl, total, "'shop.customer-' || n || '.com'", tenants);
  const { applicationId, tenantId, secret, ids } = await mintKey(databaseUrl);
  await addHistory(databaseUrl, tenantId);
  console.log(`${total} connections of ${tenants} tenants inserted; ours has ${total / tenants}`);
  const profile = process.env.BENCH_PROFILE_DIR;
  const flags = profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [];
  const env = { WORKER_ENABLED: "0", LOG_LEVEL: "warn", API_RATE_LIMIT: "1000000" };
  const server = await startServer(databaseUrl, env, flags);
  stops.push(server.stop);
  const bare = await startBareServer();
  stops.push(bare.stop);

  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  const get = (paths: () => string[], atOnce = connections) =>
    putLoad({
      url: server.url,
      connections: atOnce,
      duration: seconds,
      headers,
      setupClient: (client) => client.setRequests(paths().map((path) => ({ method: "GET" as const, path }))),
    });
  const create = () =>
    putLoad({
      url: server.url,
      connections,
      duration: seconds,
      headers,
      requests: [
        {
          method: "POST",
          path: "/v1/connections",
          setupRequest: (request) => {
            const hostname = `shop.${randomBytes(8).toString("hex")}.com`;
            return { ...request, body: JSON.stringify({ application_id: applicationId, hostname }) };
          },
        },
      ],
    });
  const pick = () => Array.from({ length: idsPerClient }, () => `/v1/connections/${ids[randomInt(ids.length)]}`);

  /** Fifty pages further, where a keyset must cost the same as at the start. */
  const fromTheMiddle = async () => {
    let cursor = "";
    for (let page = 0; page < 50; page += 1) {
      const response = await fetch(`${server.url}/v1/connections?sort=hostname&limit=100${cursor}`, { headers });
      const { next_cursor: next } = (await response.json()) as { next_cursor: string | null };
      cursor = next === null ? "" : `&cursor=${next}`;
    }
    return () => [`/v1/connections?sort=hostname&limit=100${cursor}`];
  };

  const rows: BenchRow[] = [];
  const statuses: string[] = [];
  const run = async (what: string, put: () => Promise<Figures>) => {
    const figures = await put();
    statuses.push(`${what}: ${JSON.stringify(figures.statuses)}`);
    return figures;
  };
  // Warms up the server, its pool and the client.
  await get(() => ["/v1/connections"]);
  const bareFigures = await run("bare HTTP server", () => putLoad({ url: bare.url, connections, duration: seconds }));
  const floor = await run("floor", () => get(() => ["/v1/plans"]));
  /** Beside the floor: what the endpoint itself adds to the request, its key and its response. */
  const measure = async (
    what: string,
    put: () => Promise<Figures>,
    aim: { perSecond: number } | { p95Ms: number } | null,
    atOnce = connections,
  ) => {
    if (parts && !parts.includes(what)) return;
    const figures = await run(what, put);
    const isRate = aim === null || "perSecond" in aim;
    rows.push({
      what: `/v1, ${what}, at ${atOnce} connection${atOnce === 1 ? "" : "s"}`,
      figure: isRate
        ? `${figures.perSecond}/s (p95 ${figures.p95Ms} ms)`
        : `p95 ${figures.p95Ms} ms (${figures.perSecond}/s)`,
      baseline: isRate ? `a request without a query of its own ${floor.perSecond}/s` : `the same p95 ${floor.p95Ms} ms`,
      ratio: isRate ? figures.perSecond / floor.perSecond : figures.p95Ms / floor.p95Ms,
      aim: aim === null ? null : "perSecond" in aim ? `≥ ${aim.perSecond}/s` : `p95 ≤ ${aim.p95Ms} ms`,
      met: aim === null ? null : "perSecond" in aim ? figures.perSecond >= aim.perSecond : figures.p95Ms <= aim.p95Ms,
    });
  };
  rows.push({
    what: `/v1, a request without a query of its own, at ${connections} connections`,
    figure: `${floor.perSecond}/s (p95 ${floor.p95Ms} ms)`,
    baseline: `bare HTTP server ${bareFigures.perSecond}/s`,
    ratio: floor.perSecond / bareFigures.perSecond,
    aim: null,
    met: null,
  });
  await measure("get one", () => get(pick), { perSecond: 3_000 });
  await measure("list, first page of 20", () => get(() => ["/v1/connections"]), { perSecond: 2_000 });
  await measure("list, state=stalled (none)", () => get(() => ["/v1/connections?state=stalled"]), null);
  await measure("list, by hostname, 100 from the middle on", async () => get(await fromTheMiddle()), null);
  const search = () => ["/v1/connections?q=omer-777"];
  await measure("list, q inside the name", () => get(search, 1), { p95Ms: 30 }, 1);
  await measure("list, q inside the name", () => get(search), null);
  await measure("count by state", () => get(() => ["/v1/connections:count"]), { p95Ms: 50 });
  await measure("count by state, q inside the name", () => get(() => ["/v1/connections:count?q=omer-777"]), null);
  await measure("overview", () => get(() => ["/v1/stats/overview"]), { p95Ms: 50 });
  await measure("create", create, { perSecond: 400 });
  console.log(statuses.join("\n"));
  report(rows);
  console.log(`memory of the server: ${JSON.stringify(readMemory(server.pid))}`);
} finally {
  for (const stop of stops.reverse()) await stop();
}

/** A key of one of the tenants, and a few thousand of its connections. */
async function mintKey(
  databaseUrl: string,
): Promise<{ applicationId: string; tenantId: string; secret: string; ids: string[] }> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query("SELECT id, tenant_id FROM applications ORDER BY id LIMIT 1");
    const application: { id: string; tenant_id: string } = rows[0];
    const secret = `sk_live_${randomBytes(24).toString("base64url")}`;
    await client.query(
      `INSERT INTO api_keys (id, tenant_id, application_id, name, environment, last4, secret_hash, scopes, created_at)
       VALUES (gen_random_uuid(), $1, $2, 'Bench', 'live', $3, $4, $5, now())`,
      [application.tenant_id, application.id, secret.slice(-4), hashSecret(secret), [...scopes]],
    );
    const found = await client.query("SELECT id FROM connections WHERE tenant_id = $1 LIMIT 20000", [
      application.tenant_id,
    ]);
    return {
      applicationId: application.id,
      tenantId: application.tenant_id,
      secret,
      ids: found.rows.map(({ id }) => id),
    };
  } finally {
    await client.end();
  }
}

/** As an overview finds them: some connections with problems, and timelines of the newest. */
async function addHistory(databaseUrl: string, tenantId: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const numbered = "(SELECT id, row_number() OVER (ORDER BY id DESC) AS place FROM connections WHERE tenant_id = $1) n";
  try {
    await client.query(
      `UPDATE connections c SET state = 'drifted' FROM ${numbered} WHERE c.id = n.id AND n.place % 200 = 1`,
      [tenantId],
    );
    await client.query(
      `UPDATE connections c SET state = 'pending_ownership', finding_code = 'ownership_missing', finding_title = 'Missing',
         finding_urgency = 'waiting' FROM ${numbered} WHERE c.id = n.id AND n.place % 50 = 2`,
      [tenantId],
    );
    await client.query(
      `INSERT INTO events (id, tenant_id, connection_id, sequence, type, actor, data, created_at)
       SELECT gen_random_uuid(), $1, n.id, e.n, e.type, 'worker', '{}', now() - interval '1 day' + e.n * interval '7 s'
       FROM ${numbered}, unnest(ARRAY['connection.created', 'connection.pending_ownership', 'domain.verified',
         'connection.verified', 'domain.added', 'connection.issuing_cert', 'ssl.issued', 'domain.flow.completed'])
         WITH ORDINALITY AS e(type, n)
       WHERE n.place <= 3000`,
      [tenantId],
    );
    await addUp(databaseUrl);
    await client.query("VACUUM ANALYZE connections");
    await client.query("VACUUM ANALYZE events");
  } finally {
    await client.end();
  }
}

/** As the worker, which does not run here, does every 15 seconds. */
async function addUp(databaseUrl: string): Promise<void> {
  const database = openPostgres(databaseUrl, 1, () => undefined);
  await addUpCounts({ database });
  await database.close();
}
