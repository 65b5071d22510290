import { randomBytes, randomInt } from "node:crypto";
import { Client } from "pg";
import { insertLiveConnections } from "@/bench/insert-live-connections";
import { type Figures, putLoad, round } from "@/bench/load";
import { describeMachine, readMemory } from "@/bench/machine";
import { startBareServer, startServer } from "@/bench/start-server";
import { startPostgres } from "@/e2e/support/postgres";
import { scopes } from "@/lib/kernel/scopes";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";

// What an integrator's server gets from /v1, for a tenant with 100,000 connections on a real PostgreSQL. For comparison:
// the same process without a key or a query, through Next's router, and a bare HTTP server.
const total = Number(process.env.BENCH_CONNECTIONS ?? 1_000_000);
const tenants = 10;
const seconds = Number(process.env.BENCH_SECONDS ?? 10);
const connections = 16;
const idsPerClient = 2_000;

const stops: (() => Promise<void>)[] = [];
try {
  console.log(describeMachine());
  const postgres = await startPostgres();
  stops.push(postgres.stop);
  const databaseUrl = await postgres.createDatabase();
  await insertLiveConnections(databaseUrl, total, "'shop.customer-' || n || '.com'", tenants);
  const { applicationId, secret, ids } = await mintKey(databaseUrl);
  console.log(`${total} connections of ${tenants} tenants inserted; ours has ${total / tenants}`);
  const profile = process.env.BENCH_PROFILE_DIR;
  const flags = profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [];
  const env = { WORKER_ENABLED: "0", LOG_LEVEL: "warn", API_RATE_LIMIT: "1000000" };
  const server = await startServer(databaseUrl, env, flags);
  stops.push(server.stop);
  const bare = await startBareServer();
  stops.push(bare.stop);

  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  const get = (paths: () => string[]) =>
    putLoad({
      url: server.url,
      connections,
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

  const rows: Record<string, Figures & { ratio?: number }> = {};
  const measure = async (name: string, run: () => Promise<Figures>, base?: Figures) => {
    const figures = await run();
    rows[name] = base ? { ...figures, ratio: round(figures.perSecond / base.perSecond) } : figures;
    return figures;
  };
  // Warms up the server, its pool and the client.
  await get(() => ["/v1/connections"]);
  await measure("bare HTTP server", () => putLoad({ url: bare.url, connections, duration: seconds }));
  await measure("through Next's router", () => get(() => ["/v1/openapi.json"]));
  const floor = await measure("an endpoint without key or query", () => get(() => ["/v1/plans"]));
  await measure("get one", () => get(pick), floor);
  await measure("list, first page of 20", () => get(() => ["/v1/connections"]), floor);
  await measure("list, state=stalled (none)", () => get(() => ["/v1/connections?state=stalled"]), floor);
  await measure("list, hostname prefix", () => get(() => ["/v1/connections?hostname=shop.customer-12345"]), floor);
  await measure("list, q inside the name", () => get(() => ["/v1/connections?q=omer-777"]), floor);
  await measure("list, by hostname", () => get(() => ["/v1/connections?sort=hostname"]), floor);
  await measure("list, by hostname, 100 from the middle on", async () => get(await fromTheMiddle()), floor);
  await measure("list, by state_changed_at", () => get(() => ["/v1/connections?sort=state_changed_at"]), floor);
  await measure("count by state", () => get(() => ["/v1/connections:count"]), floor);
  await measure("count by state, q inside the name", () => get(() => ["/v1/connections:count?q=omer-777"]), floor);
  await measure("overview", () => get(() => ["/v1/stats/overview"]), floor);
  await measure("create", create, floor);
  console.table(
    Object.fromEntries(
      Object.entries(rows).map(([name, { statuses, ...row }]) => [
        name,
        { ...row, statuses: JSON.stringify(statuses) },
      ]),
    ),
  );
  console.log(`memory of the server: ${JSON.stringify(readMemory(server.pid))}`);
} finally {
  for (const stop of stops.reverse()) await stop();
}

/** A key of one of the tenants, and a few thousand of its connections. */
async function mintKey(databaseUrl: string): Promise<{ applicationId: string; secret: string; ids: string[] }> {
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
    return { applicationId: application.id, secret, ids: found.rows.map(({ id }) => id) };
  } finally {
    await client.end();
  }
}
