import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pMap from "p-map";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type Cluster, startCluster } from "@/e2e/ha/cluster";
import { getFreePort } from "@/e2e/support/free-port";
import { type Latchkey, sandboxKey, startLatchkey } from "@/e2e/support/latchkey";
import { timeLimit } from "@/scripts/time-limit.mjs";

// The files of deploy/ha, run: three machines with PostgreSQL, Patroni and etcd, HAProxy and PgBouncer before them, and the whole of
// `npm start`. The machine of the primary loses its power while connections are created.
const CLIENTS = 6;
const BEFORE = 60;
const AFTER = 60;
const PAUSE_MS = 100;
const limit = { timeout: timeLimit(90_000) };

let cluster: Cluster;
let latchkey: Latchkey;

beforeAll(async () => {
  cluster = await startCluster();
  latchkey = await startLatchkey({
    mode: "sandbox",
    databaseUrl: cluster.url,
    env: {
      DATABASE_DIRECT_URL: cluster.directUrl,
      DATABASE_REPLICA_URL: cluster.replicaUrl,
      API_RATE_LIMIT: "1000000",
      RECHECK_INTERVAL: "5s",
      RESPONDER_PORT: String(await getFreePort()),
    },
  });
}, timeLimit(240_000));

afterAll(async () => {
  await latchkey?.stop();
  await cluster?.stop();
}, timeLimit(60_000));

const connection = z.object({
  id: z.uuid(),
  state: z.string(),
  ownership_challenge: z.object({ name: z.string(), type: z.string(), value: z.string() }),
  desired_records: z.array(z.object({ host: z.string(), type: z.string(), value: z.string() })),
});
type Connection = z.infer<typeof connection>;
type Answer = { status: number; body: unknown; retryAfter: string | null };

async function call(method: string, path: string, body?: unknown, key: string = randomUUID()): Promise<Answer> {
  const response = await fetch(`${latchkey.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${sandboxKey}`,
      "content-type": "application/json",
      ...(method === "POST" ? { "idempotency-key": key } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(limit.timeout),
  });
  return { status: response.status, body: await response.json(), retryAfter: response.headers.get("retry-after") };
}

const applicationId = async () =>
  z.object({ data: z.array(z.object({ id: z.uuid() })).min(1) }).parse((await call("GET", "/v1/applications")).body)
    .data[0]?.id;

/** Publishes what the connection asks for, in the sandbox's DNS, until it is live. */
async function makeLive(created: Connection): Promise<void> {
  const desired = created.desired_records.map(({ host, type, value }) => ({ name: host, type, value }));
  for (const record of [created.ownership_challenge, ...desired]) {
    const { name, type, value } = record;
    expect((await call("POST", "/sandbox/records", { name, type, value })).status).toBe(201);
  }
  const stateOf = async () => connection.parse((await call("GET", `/v1/connections/${created.id}`)).body).state;
  await expect.poll(stateOf, limit).toBe("live");
}

/** Asks the responder as Caddy does, until it is stopped: every answer, and 0 for none. */
function askAllAlong(hostnames: readonly string[]): { stop(): Promise<Map<string, Set<number>>> } {
  const answers = new Map(hostnames.map((hostname) => [hostname, new Set<number>()]));
  let isStopped = false;
  const asking = (async () => {
    while (!isStopped) {
      for (const [hostname, seen] of answers) seen.add(await latchkey.ask(hostname).catch(() => 0));
      await sleep(PAUSE_MS);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await asking;
      return answers;
    },
  };
}

it("no acknowledged connection is lost when the primary's machine is gone, and everything goes on at another", {
  timeout: timeLimit(300_000),
}, async () => {
  await expect.poll(() => cluster.replicas(), limit).toHaveLength(2);
  const application = await applicationId();
  const first = connection.parse(
    (await call("POST", "/v1/connections", { application_id: application, hostname: "shop.before.test" })).body,
  );
  await makeLive(first);
  await expect.poll(() => latchkey.ask("shop.before.test"), limit).toBe(200);
  const asks = askAllAlong(["shop.before.test", "never.before.test"]);

  const acknowledged: { connection: Connection; at: number }[] = [];
  const refused: Answer[] = [];
  let killedAt = Number.POSITIVE_INFINITY;
  const backAt = () => acknowledged.find(({ at }) => at > killedAt)?.at;
  const createdAfter = () => acknowledged.filter(({ at }) => at > killedAt).length;
  let lastOf = 0;
  const create = async () => {
    lastOf += 1;
    const hostname = `shop-${lastOf}.customer-${lastOf % 25}.test`;
    const key = randomUUID();
    for (;;) {
      const answer = await call("POST", "/v1/connections", { application_id: application, hostname }, key);
      if (answer.status === 201) {
        acknowledged.push({ connection: connection.parse(answer.body), at: performance.now() });
        return;
      }
      refused.push(answer);
      await sleep(PAUSE_MS);
    }
  };
  const load = pMap(
    Array.from({ length: CLIENTS }),
    async () => {
      while (createdAfter() < AFTER) await create();
    },
    { concurrency: CLIENTS },
  );
  await expect.poll(() => acknowledged.length, limit).toBeGreaterThanOrEqual(BEFORE);
  const killed = await cluster.primary();
  // What is written from now on is at the primary alone: it must not be acknowledged.
  await cluster.holdReplication();
  const before = await walPosition();
  await expect.poll(async () => (await walPosition()) - before, limit).toBeGreaterThan(CLIENTS * 1_000);
  await cluster.kill(killed);
  killedAt = performance.now();
  await load;

  const ids = acknowledged.map(({ connection: { id } }) => id);
  const stored = await cluster.query<{ id: string; hostname: string }>("SELECT id, hostname FROM connections");
  expect(ids.filter((id) => !stored.some((row) => row.id === id))).toEqual([]);
  expect(new Set(stored.map(({ hostname }) => hostname)).size).toBe(stored.length);
  expect(stored.length).toBe(acknowledged.length + 1);

  // Who could not be served was asked to try again, and then was served once.
  expect(failuresInLog()).toEqual([]);
  expect(new Set(refused.map(({ status }) => status))).toEqual(refused.length > 0 ? new Set([503]) : new Set());
  expect(refused.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true);

  // LISTEN goes to the new primary: a waiting request gets the change, and the edge gets it too.
  const cursorSchema = z.object({ cursor: z.string(), connection_ids: z.array(z.string()) });
  const { cursor } = cursorSchema.parse((await call("GET", "/v1/changes")).body);
  const last = acknowledged.at(-1)?.connection;
  if (!last) throw new Error("nothing was created");
  const waitForChange = async () => {
    // A request that waits may be answered without a change, and is then made again from where it was.
    for (let after = cursor, answers = 0; answers < 20; answers += 1) {
      const answer = cursorSchema.parse((await call("GET", `/v1/changes?wait=25&after=${after}`)).body);
      if (answer.connection_ids.includes(last.id)) return answer.connection_ids;
      after = answer.cursor;
    }
    return [];
  };
  const waiting = waitForChange();
  await makeLive(last);
  expect(await waiting).toContain(last.id);
  const { hostname } = z.object({ hostname: z.string() }).parse((await call("GET", `/v1/connections/${last.id}`)).body);
  await expect.poll(() => latchkey.ask(hostname), limit).toBe(200);
  await expect.poll(listeners, limit).toEqual(["latchkey_changes", "latchkey_edge_changes", "latchkey_jobs"]);

  // Every job that was enqueued is there or done, each once, and none is held by a lease that has ended.
  expect(await jobsPerConnection(ids)).toEqual([]);
  const created = acknowledged.slice(0, 5).map(({ connection: one }) => one);
  await pMap(created, makeLive, { concurrency: 5 });
  const completed = await cluster.query<{ connections: number; events: number }>(
    `SELECT count(DISTINCT connection_id)::int AS connections, count(*)::int AS events
     FROM events WHERE type = 'domain.flow.completed'`,
  );
  expect(completed).toEqual([{ connections: 7, events: 7 }]);
  await expect.poll(lostJobs, limit).toBe(0);

  // The edge did not notice, and the machine that was lost comes back as a replica.
  const answers = await asks.stop();
  expect([...answers].map(([name, seen]) => [name, [...seen]])).toEqual([
    ["shop.before.test", [200]],
    ["never.before.test", [403]],
  ]);
  await cluster.restart(killed);
  await expect.poll(() => cluster.replicas(), limit).toHaveLength(2);
  const seconds = (((backAt() ?? Number.NaN) - killedAt) / 1_000).toFixed(1);
  console.info(`failover: writes back after ${seconds} s, ${refused.length} answers of 503, ${ids.length} connections`);
});

/** Why requests were answered with 500. */
function failuresInLog(): string[] {
  const lines = readFileSync(latchkey.logPath, "utf8").split("\n");
  return lines.filter((line) => line.includes('"request failed"'));
}

/** Of the primary, in bytes. */
async function walPosition(): Promise<number> {
  const [row] = await cluster.query<{ bytes: number }>(
    "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS bytes",
  );
  return row?.bytes ?? 0;
}

/** The channels that somebody listens to at the primary. */
async function listeners(): Promise<string[]> {
  const rows = await cluster.query<{ channel: string }>(
    `SELECT DISTINCT application_name AS channel FROM pg_stat_activity
     WHERE usename = 'latchkey' AND application_name LIKE 'latchkey%' ORDER BY 1`,
  );
  return rows.map(({ channel }) => channel);
}

/** Connections that have not exactly one check to come, and how many they have. */
function jobsPerConnection(ids: readonly string[]): Promise<object[]> {
  return cluster.query(
    `SELECT one.id, count(job.id)::int AS jobs FROM unnest($1::uuid[]) AS one (id)
     LEFT JOIN jobs AS job ON job.payload->>'connectionId' = one.id::text
       AND job.name IN ('check-ownership', 'check-records')
     GROUP BY one.id HAVING count(job.id) <> 1`,
    [ids],
  );
}

/** Jobs that are still claimed after their lease has ended. */
async function lostJobs(): Promise<number> {
  const [row] = await cluster.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM jobs WHERE locked_by IS NOT NULL AND locked_until < now() - interval '5 s'",
  );
  return row?.count ?? -1;
}
