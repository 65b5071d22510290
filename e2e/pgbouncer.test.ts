import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { getFreePort } from "@/e2e/support/free-port";
import { type Latchkey, sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { type PgBouncer, startPgBouncer } from "@/e2e/support/pgbouncer";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";
import { timeLimit } from "@/scripts/time-limit.mjs";

// Two apps without a worker and a worker without an app, on one PostgreSQL behind PgBouncer in transaction pooling.
const PASSWORD = "app-pw";
const limit = { timeout: timeLimit(60_000) };

let postgres: Postgres;
let pooler: PgBouncer;
let one: Latchkey;
let other: Latchkey;
let worker: Latchkey;

beforeAll(async () => {
  postgres = await startPostgres();
  const { port } = new URL(postgres.url);
  await query(`CREATE ROLE latchkey LOGIN PASSWORD '${PASSWORD}'`, "postgres");
  await query("CREATE DATABASE latchkey OWNER latchkey", "postgres");
  pooler = await startPgBouncer({ to: Number(port), password: PASSWORD });
  const dnsPort = await getFreePort();
  const start = (role: string, env: Record<string, string> = {}) =>
    startLatchkey({
      mode: "sandbox",
      databaseUrl: `postgresql://latchkey:${PASSWORD}@127.0.0.1:${pooler.port}/latchkey`,
      env: {
        ROLE: role,
        DATABASE_DIRECT_URL: `postgresql://latchkey:${PASSWORD}@127.0.0.1:${port}/latchkey`,
        EDGE_ENABLED: "0",
        // Of the same installation: what people see does not depend on the instance that answers.
        APP_URL: "http://localhost:3000",
        AUTH_SECRET: "",
        ...env,
      },
    });
  one = await start("web", { SANDBOX_DNS_PORT: String(dnsPort) });
  other = await start("web");
  worker = await start("worker", { DNS_RESOLVERS: `127.0.0.1:${dnsPort}`, DNS_AUTHORITATIVE_PORT: String(dnsPort) });
}, timeLimit(240_000));

afterAll(async () => {
  for (const latchkey of [worker, other, one]) await latchkey?.stop();
  await pooler?.stop();
  await postgres?.stop();
}, timeLimit(60_000));

/** Past the pooler. */
async function query(sql: string, database = "latchkey"): Promise<Record<string, unknown>[]> {
  const url = new URL(postgres.url);
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const connection = z.object({
  id: z.uuid(),
  state: z.string(),
  ownership_challenge: z.object({ name: z.string(), type: z.string(), value: z.string() }),
});

async function create(at: Latchkey, hostname: string, key: string = randomUUID()): Promise<Response> {
  const { data } = z
    .object({ data: z.array(z.object({ id: z.uuid() })) })
    .parse((await at.api(sandboxKey)("GET", "/v1/applications")).body);
  return fetch(`${at.url}/v1/connections`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${sandboxKey}`,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify({ application_id: data[0]?.id, hostname }),
  });
}

it("each process runs what its ROLE says", () => {
  for (const app of [one, other]) {
    expect(app.pidOf("app")).toBeGreaterThan(0);
    for (const name of ["worker", "responder", "caddy"] as const) expect(() => app.pidOf(name)).toThrow();
  }
  expect(worker.pidOf("worker")).toBeGreaterThan(0);
  for (const name of ["app", "responder", "caddy"] as const) expect(() => worker.pidOf(name)).toThrow();
});

it("what one app creates, the other one has at once, and repeats under the same key", async () => {
  const key = randomUUID();
  const first = await create(one, "shop.acme.test", key);
  expect(first.status).toBe(201);
  const created = connection.parse(await first.json());
  expect((await other.api(sandboxKey)("GET", `/v1/connections/${created.id}`)).status).toBe(200);
  const second = await create(other, "shop.acme.test", key);
  expect([second.status, second.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
  expect(connection.parse(await second.json()).id).toBe(created.id);
});

it("a change at one app ends the wait at the other one, and the worker does the work", async () => {
  const changes = z.object({ cursor: z.string(), connection_ids: z.array(z.string()) });
  const api = other.api(sandboxKey);
  const { cursor } = changes.parse((await api("GET", "/v1/changes")).body);
  const waiting = api("GET", `/v1/changes?wait=25&after=${cursor}`);
  const created = connection.parse(await (await create(one, "waits.acme.test")).json());
  expect(changes.parse((await waiting).body).connection_ids).toContain(created.id);

  const { name, type, value } = created.ownership_challenge;
  expect((await one.api(sandboxKey)("POST", "/sandbox/records", { name, type, value })).status).toBe(201);
  const stateOf = async () => connection.parse((await api("GET", `/v1/connections/${created.id}`)).body).state;
  await expect.poll(stateOf, limit).not.toBe("pending_ownership");
});

it("who signs in at one app is signed in at the other one", async () => {
  const csrf = await fetch(`${one.url}/api/auth/csrf`);
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json());
  const { email, password } = demoPeople.owner;
  const answer = await fetch(`${one.url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: "http://localhost:3000", cookie: cookiesOf(csrf) },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  const cookie = cookiesOf(answer);
  const session = await fetch(`${other.url}/v1/session`, {
    headers: { cookie, origin: "http://localhost:3000", "sec-fetch-site": "same-origin" },
  });
  expect([session.status, await session.text()]).toEqual([200, expect.stringContaining(email)]);
});

it("LISTEN goes past the pooler, and no statement keeps a name there", async () => {
  const sessions = await query(
    `SELECT DISTINCT application_name AS channel FROM pg_stat_activity
     WHERE usename = 'latchkey' AND application_name LIKE 'latchkey%' ORDER BY 1`,
  );
  expect(sessions.map(({ channel }) => channel)).toEqual([
    "latchkey_changes",
    "latchkey_edge_changes",
    "latchkey_jobs",
  ]);
  // Many at once, so that each connection to PostgreSQL serves several of ours in turns.
  const hostnames = Array.from({ length: 60 }, (_, index) => `many-${index}.acme.test`);
  const answers = await Promise.all(hostnames.map((name, index) => create(index % 2 === 0 ? one : other, name)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
});

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
