import { randomBytes, randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { insertLiveConnections } from "@/bench/insert-live-connections";
import { type Fleet, startFleet } from "@/bench/soak/fleet";
import { type Knot, startKnot } from "@/e2e/support/knot";
import { startPostgres } from "@/e2e/support/postgres";
import { percentile } from "@/lib/kernel/percentile";
import { scopes } from "@/lib/kernel/scopes";
import { hashSecret } from "@/lib/platform/crypto/hash-secret";

export type MillionOptions = {
  connections: number;
  minutes: number;
  /** As RECHECK_INTERVAL: "30m". */
  interval: string;
  killEveryMs: number;
};

const nameservers = { "ns1.dns-provider.net": ["127.0.0.1"], "ns2.dns-provider.net": ["127.0.0.2"] };
const edge = "edge.latchkey-platform.com";
/** As `records_observation` has it after a check of one of these domains. */
const observation = `jsonb_build_array(jsonb_build_object('host', h.name, 'kind', 'match', 'type', 'CNAME', 'value', '${edge}',
  'observedValue', '${edge}', 'servers', jsonb_build_array(${Object.entries(nameservers)
    .map(
      ([server, [address]]) => `jsonb_build_object('kind', 'answer', 'name', h.name, 'type', 'A', 'server', '${server}',
        'values', jsonb_build_array('CNAME ${edge}'), 'address', '${address}')`,
    )
    .join(", ")})))`;
const newZone = "new-customers.com";
const zones = 1_000;
const arrivalMs = 2_000;
const askMs = 50;
const shownLate = 5;
const sampleMs = 60_000;
/** Longer than the lease of a job, whose worker may have been killed. */
const settleMs = 180_000;

type Sample = { minute: number; lagSeconds: number; memory: Record<string, number> };

/**
 * A million live domains on two apps, two workers and two edges, of which something is killed all the time: does memory
 * grow, is an event lost, does anything fall behind?
 */
export async function soakMillion({
  connections,
  minutes,
  interval,
  killEveryMs,
}: MillionOptions): Promise<string[][]> {
  const stops: (() => unknown)[] = [];
  try {
    const postgres = await startPostgres({ durable: true, settings: { autovacuum: "on", shared_buffers: "1GB" } });
    stops.push(postgres.stop);
    const databaseUrl = await postgres.createDatabase();
    const hostname = `'s' || n || '.z' || (n % ${zones}) || '.com'`;
    await insertLiveConnections(databaseUrl, connections, hostname, 100, observation);
    const knot = await startKnot({
      zones: [
        { name: "latchkey-platform.com", records: ["edge 60 A 127.0.0.1"], nameservers },
        { name: "dns-provider.net", records: [], nameservers },
        { name: newZone, records: [], nameservers },
        ...Array.from({ length: zones }, (_, n) => ({
          name: `z${n}.com`,
          records: [`* 60 CNAME ${edge}.`],
          nameservers,
        })),
      ],
    });
    stops.push(knot.stop);
    const fleet = await startFleet(databaseUrl, {
      LOG_LEVEL: "error",
      EDGE_HOSTNAME: edge,
      // One without limits: of one registered domain, Let's Encrypt's let 50 in a week through, and the others would wait.
      EDGE_ISSUER: "https://ca.latchkey-platform.com/directory",
      RECHECK_INTERVAL: interval,
      API_RATE_LIMIT: "1000000",
      BENCH_OUTBOUND_LOOPBACK: "1",
      DNS_RESOLVERS: `127.0.0.1:${knot.port}`,
      DNS_AUTHORITATIVE_PORT: String(knot.port),
      DNS_ALLOW_PRIVATE_NAMESERVERS: "1",
    });
    stops.push(fleet.stop);
    const account = await prepare(databaseUrl, interval);
    await addWebhook(fleet, databaseUrl, account);

    const until = performance.now() + minutes * 60_000;
    const isOver = () => performance.now() >= until;
    const killed = new Map<string, number>();
    const [arrivals, asks, samples] = await Promise.all([
      connectCustomers(fleet, knot, account, isOver),
      askAll(fleet, connections, isOver),
      takeSamples(fleet, databaseUrl, isOver),
      killAtRandom(fleet, postgres, killEveryMs, isOver, (name) => killed.set(name, (killed.get(name) ?? 0) + 1)),
    ]);
    for (const hostname of arrivals.late.slice(0, shownLate)) console.log(await factsOf(databaseUrl, hostname));
    const lost = await countLost(fleet, databaseUrl, account.tenantId);
    const kills = [...killed].map(([name, count]) => `${count} × ${name}`).join(", ");
    const what = `${connections.toLocaleString("en")} live domains, ${minutes} min, re-checked every ${interval}, kill -9 of ${kills}`;
    return [
      [
        what,
        `${arrivals.seconds.length} new domains created, ${arrivals.failed} requests refused or without an answer`,
      ],
      [
        "… from the records to the answer of both edges",
        `median ${at(arrivals.seconds, 0.5)} s, p95 ${at(arrivals.seconds, 0.95)} s, slowest ${at(arrivals.seconds, 1)} s, ${arrivals.late.length} not within 3 min`,
      ],
      ["… asks of running edges", `${asks.asked}, ${asks.wrong} answered wrongly or not at all`],
      ["… events and deliveries", lost],
      ["… oldest due re-check", samples.map(({ lagSeconds }) => `${Math.round(lagSeconds)} s`).join(", ")],
      ...memoryRows(samples),
    ];
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

function at(values: readonly number[], share: number): string {
  return percentile(values, share).toFixed(1);
}

type Account = { tenantId: string; applicationId: string; secret: string };

/** A key for new domains; and a re-check of every live domain, spread over the interval. */
async function prepare(databaseUrl: string, interval: string): Promise<Account> {
  return withClient(databaseUrl, async (client) => {
    await client.query(
      `INSERT INTO jobs (name, key, payload, pool, run_at, created_at)
       SELECT 'check-records', 'check-records:' || id, jsonb_build_object('tenantId', tenant_id, 'connectionId', id),
         'rechecks', now() + random() * $1::interval, now() FROM connections`,
      [interval.replace(/m$/, " min")],
    );
    await client.query("ANALYZE");
    const { rows } = await client.query("SELECT id, tenant_id FROM applications ORDER BY id LIMIT 1");
    const { id: applicationId, tenant_id: tenantId } = rows[0] as { id: string; tenant_id: string };
    const secret = `sk_live_${randomBytes(24).toString("base64url")}`;
    await client.query(
      `INSERT INTO api_keys (id, tenant_id, application_id, name, environment, last4, secret_hash, scopes, created_at)
       VALUES (gen_random_uuid(), $1, $2, 'Soak', 'live', $3, $4, $5, now())`,
      [tenantId, applicationId, secret.slice(-4), hashSecret(secret), [...scopes]],
    );
    return { tenantId, applicationId, secret };
  });
}

/** Created with a URL that the API accepts, and then led to the receiver on loopback. */
async function addWebhook(fleet: Fleet, databaseUrl: string, { secret, tenantId }: Account): Promise<void> {
  const body = { url: "https://hooks.latchkey-platform.com/" };
  const { status } = await call(`${fleet.urlOf("app 1")}/v1/webhook-endpoints`, secret, "POST", body);
  if (status !== 201) throw new Error(`the webhook endpoint was not created: ${status}`);
  await withClient(databaseUrl, (client) =>
    client.query("UPDATE webhook_endpoints SET url = $1 WHERE tenant_id = $2", [fleet.receiverUrl, tenantId]),
  );
}

/** A new domain every two seconds, at one of the apps that run; its records are published at once. */
async function connectCustomers(fleet: Fleet, knot: Knot, { secret, applicationId }: Account, isOver: () => boolean) {
  const seconds: number[] = [];
  const late: string[] = [];
  let failed = 0;
  const pending: Promise<void>[] = [];
  for (let number = 1; !isOver(); number += 1) {
    await sleep(arrivalMs);
    const app = ["app 1", "app 2"].find((name) => fleet.isRunning(name));
    if (app === undefined) continue;
    const name = `shop${number}`;
    const hostname = `${name}.${newZone}`;
    const created = await call(`${fleet.urlOf(app)}/v1/connections`, secret, "POST", {
      application_id: applicationId,
      hostname,
    }).catch(() => null);
    if (created?.status !== 201) {
      failed += 1;
      continue;
    }
    const { ownership_challenge: challenge } = created.body as { ownership_challenge: { name: string; value: string } };
    const publish = async () => {
      await knot.update(newZone, [
        `add ${challenge.name}. 60 TXT "${challenge.value}"`,
        `add ${hostname}. 60 CNAME ${edge}.`,
      ]);
      const startedAt = performance.now();
      const edges = fleet.names.filter((one) => one.startsWith("edge"));
      const allowed = await Promise.all(edges.map((one) => untilAllowed(fleet, one, hostname)));
      if (allowed.every(Boolean)) seconds.push((performance.now() - startedAt) / 1_000);
      else late.push(hostname);
    };
    pending.push(publish());
  }
  await Promise.all(pending);
  return { seconds, failed, late };
}

async function untilAllowed(fleet: Fleet, name: string, hostname: string): Promise<boolean> {
  const deadline = performance.now() + settleMs;
  while (performance.now() < deadline) {
    if ((await ask(fleet, name, hostname)) === 200) return true;
    await sleep(100);
  }
  return false;
}

/** Known and unknown hostnames at the edges that run, all the time. One that was killed while it answered does not count. */
async function askAll(fleet: Fleet, connections: number, isOver: () => boolean) {
  let asked = 0;
  let wrong = 0;
  while (!isOver()) {
    for (const name of fleet.names.filter((one) => one.startsWith("edge") && fleet.isRunning(one))) {
      const n = randomInt(1, connections + 1);
      const isKnown = Math.random() < 0.5;
      const status = await ask(fleet, name, isKnown ? `s${n}.z${n % zones}.com` : `s${n}.unknown.net`);
      if (!fleet.isRunning(name)) continue;
      asked += 1;
      if (status !== (isKnown ? 200 : 403)) wrong += 1;
    }
    await sleep(askMs);
  }
  return { asked, wrong };
}

function ask(fleet: Fleet, name: string, hostname: string): Promise<number | null> {
  return fetch(`${fleet.urlOf(name)}${fleet.askPath(hostname)}`, { signal: AbortSignal.timeout(5_000) }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => null,
  );
}

async function takeSamples(fleet: Fleet, databaseUrl: string, isOver: () => boolean): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let minute = 1; !isOver(); minute += 1) {
    await sleep(sampleMs);
    const lagSeconds = await withClient(databaseUrl, async (client) => {
      const { rows } = await client.query(
        `SELECT extract(epoch FROM now() - min(run_at)) AS lag FROM jobs
         WHERE pool = 'rechecks' AND locked_by IS NULL AND failed_at IS NULL AND attempts >= 0`,
      );
      return Math.max(0, Number(rows[0]?.lag ?? 0));
    }).catch(() => Number.NaN);
    const sample = { minute, lagSeconds, memory: fleet.memory() };
    console.log(JSON.stringify(sample));
    samples.push(sample);
  }
  return samples;
}

async function killAtRandom(
  fleet: Fleet,
  postgres: { kill(): Promise<void>; restart(): Promise<void> },
  everyMs: number,
  isOver: () => boolean,
  onKill: (name: string) => void,
): Promise<void> {
  const names = [...fleet.names, "postgres"];
  while (!isOver()) {
    await sleep(everyMs * (0.5 + Math.random()));
    if (isOver()) return;
    const name = names[randomInt(names.length)] ?? "app 1";
    onKill(name);
    if (name === "postgres") {
      await postgres.kill();
      await sleep(1_000 + Math.random() * 4_000);
      await postgres.restart();
    } else await fleet.replace(name);
  }
}

/** Where a domain stands that should be further: for the reader of the output. */
async function factsOf(databaseUrl: string, hostname: string): Promise<string> {
  return withClient(databaseUrl, async (client) => {
    const { rows: found } = await client.query(
      `SELECT id, hostname, state, ownership_checked_at, ownership_observation FROM connections WHERE hostname = $1`,
      [hostname],
    );
    const { rows: jobs } = await client.query("SELECT * FROM jobs WHERE payload ->> 'connectionId' = $1", [
      found[0]?.id,
    ]);
    return JSON.stringify({ ...found[0], jobs });
  });
}

/** Gaps in the sequences of events, events of a webhook without a delivery, and deliveries that did not arrive. */
async function countLost(fleet: Fleet, databaseUrl: string, tenantId: string): Promise<string> {
  return withClient(databaseUrl, async (client) => {
    const deadline = performance.now() + settleMs;
    for (;;) {
      const pending = await client.query(
        "SELECT count(*)::int AS n FROM webhook_deliveries WHERE tenant_id = $1 AND status = 'pending'",
        [tenantId],
      );
      if (pending.rows[0].n === 0 || performance.now() > deadline) break;
      await sleep(500);
    }
    const { rows: gaps } = await client.query(
      `SELECT count(*)::int AS n FROM connections c
       WHERE tenant_id = $1 AND last_sequence <> (SELECT count(*) FROM events WHERE connection_id = c.id)
         AND last_sequence > 0`,
      [tenantId],
    );
    const { rows: events } = await client.query("SELECT count(*)::int AS n FROM events WHERE tenant_id = $1", [
      tenantId,
    ]);
    const { rows: deliveries } = await client.query("SELECT message_id FROM webhook_deliveries WHERE tenant_id = $1", [
      tenantId,
    ]);
    const missing = deliveries.filter(({ message_id: id }) => !fleet.received.has(id)).length;
    return `${events[0].n} events, ${gaps[0].n} connections with a gap; ${deliveries.length} deliveries, ${missing} did not arrive`;
  });
}

/** The largest in the first and in the last third, by kind of process. */
function memoryRows(samples: readonly Sample[]): string[][] {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const largest = (some: readonly Sample[], kind: string) =>
    Math.max(
      ...some.flatMap(({ memory }) =>
        Object.entries(memory).flatMap(([name, megabytes]) => (name.startsWith(kind) ? [megabytes] : [])),
      ),
    );
  return ["app", "worker", "edge"].map((kind) => [
    `… memory, ${kind}: largest in the first and in the last third`,
    `${largest(samples.slice(0, third), kind)} MB, ${largest(samples.slice(-third), kind)} MB`,
  ]);
}

async function call(url: string, secret: string, method: string, body: object) {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  return { status: response.status, body: await response.json() };
}

async function withClient<T>(databaseUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl });
  // A database that is killed ends it with an event, too.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
