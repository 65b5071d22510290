import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { z } from "zod";
import { type Account, names, type World } from "@/bench/fair-shares/names";

export type Attack = {
  /** One line for the table's legend. */
  what: string;
  /** What has to exist before it begins; not measured. */
  prepare?(attacker: Attacker): Promise<void>;
  /** Attacks until the signal aborts. */
  run(attacker: Attacker): Promise<void>;
  /** A figure of its own, when it is over. */
  report?(attacker: Attacker): Promise<string>;
};

export type Attacker = {
  world: World;
  signal: AbortSignal;
  /** How often each status was answered; 0: no answer. */
  statuses: Map<number, number>;
  /** What `prepare` leaves for `run`. */
  ids: string[];
};

const requestTimeoutMs = 60_000;
const idsSchema = z.object({ results: z.array(z.object({ connection: z.object({ id: z.string() }).nullish() })) });

export const attacks: Record<string, Attack> = {
  "slow-webhooks": {
    what: "20 endpoints that answer after 4.5 s; again and again a batch of 30 hostnames, archived",
    prepare: (attacker) => createEndpoints(attacker, (port) => `http://127.0.0.1:${port}/slow`),
    run: (attacker) => repeat(attacker, () => connectAndArchive(attacker, 30), 3_000),
    report: reportBacklog,
  },
  "slow-webhooks-500": {
    what: "the same with a batch of 500 hostnames",
    prepare: (attacker) => createEndpoints(attacker, (port) => `http://127.0.0.1:${port}/slow`),
    run: (attacker) => repeat(attacker, () => connectAndArchive(attacker, 500), 10_000),
    report: reportBacklog,
  },
  "silent-names": {
    what: "20 webhook endpoints whose names get no answer from DNS; batches of 30, archived",
    prepare: (attacker) => createEndpoints(attacker, (_port, index) => `https://h${index}.${names.unresolvable}/`),
    run: (attacker) => repeat(attacker, () => connectAndArchive(attacker, 30), 3_000),
    report: reportBacklog,
  },
  "expanding-names": {
    what: "four at once: batches of 85 names of 1,000 × U+FDFA, which Unicode mapping makes 18 times as long",
    run: (attacker) => hammer(attacker, 4, () => batch(attacker, Array(85).fill("\uFDFA".repeat(1_000)))),
  },
  "silent-nameservers": {
    what: "120 connections in a zone with 32 silent nameserver addresses, all checked again and again",
    async prepare(attacker) {
      const hostnames = Array.from({ length: 120 }, () => `${random()}.${names.silent}`);
      attacker.ids = await batch(attacker, hostnames);
    },
    async run(attacker) {
      let next = 0;
      await Promise.all([
        hammer(attacker, 120, () => {
          next += 1;
          return post(attacker, `/connections/${attacker.ids[next % attacker.ids.length]}/records:check`);
        }),
        repeat(attacker, () => post(attacker, "/connections:verify", { ids: attacker.ids }), 2_000),
      ]);
    },
  },
  "long-polls": {
    what: "20 tenants, each with 100 long polls of /v1/changes",
    async run(attacker) {
      const { attackers } = attacker.world.accounts;
      await Promise.all(
        attackers.map(async (account) => {
          const first = z.object({ cursor: z.string() });
          const { cursor } = first.parse(await (await send(attacker, account, "GET", "/changes")).json());
          await hammer(attacker, 100, () => get(attacker, `/changes?wait=25&after=${cursor}`, account));
        }),
      );
    },
  },
  "kept-answers": {
    what: "four at once: batches of 480 refused items, each with its own Idempotency-Key",
    run: (attacker) =>
      hammer(attacker, 4, () =>
        batch(attacker, Array(480).fill(`${"long-label-".repeat(8)}.${"x".repeat(150)}`), {
          "idempotency-key": random(),
        }),
      ),
    async report({ world }) {
      const [row] = await sql(
        world,
        "SELECT count(*)::int AS n, pg_total_relation_size('idempotency_keys') / 1024 AS kb FROM idempotency_keys",
      );
      return `${row?.n} answers stored, ${row?.kb} KB on disk`;
    },
  },
  "check-flood": {
    what: "32 at once: `verify` and `records:check` of one connection",
    async prepare(attacker) {
      attacker.ids = await batch(attacker, [`${random()}.${names.attacker}`]);
    },
    async run(attacker) {
      const [id] = attacker.ids;
      await Promise.all([
        hammer(attacker, 16, () => post(attacker, `/connections/${id}/verify`)),
        hammer(attacker, 16, () => post(attacker, `/connections/${id}/records:check`)),
      ]);
    },
  },
  "test-application": {
    what: "a free account with a test application: batches of 50 hostnames and lists, 16 at once",
    async run(attacker) {
      const { free } = attacker.world.accounts;
      const hostnames = () => Array.from({ length: 50 }, () => `${random()}.${names.attacker}`);
      await Promise.all([
        hammer(attacker, 2, () => batch(attacker, hostnames(), {}, free)),
        hammer(attacker, 14, () => get(attacker, "/connections?limit=100", free)),
      ]);
    },
    async report({ world }) {
      const text = "SELECT count(*)::int AS n FROM connections WHERE tenant_id = $1 AND state <> 'archived'";
      const [row] = await sql(world, text, [world.accounts.free.tenantId]);
      return `${row?.n} connections of a free account`;
    },
  },
  "sign-in-flood": {
    what: "16 wrong passwords at once, from made-up addresses, and 4 invitations at once to one mailbox",
    run: (attacker) =>
      Promise.all([
        signInFlood(attacker),
        hammer(attacker, 4, () => post(attacker, "/invitations", { email: "someone@third-party.com" })),
      ]).then(() => undefined),
  },
  "routine-backlog": {
    what: "100,000 re-checks of live domains are due",
    prepare: insertRoutineChecks,
    run: ({ signal }) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true })),
    report: reportBacklog,
  },
};

/** Created by the API with a URL that it accepts, and then led to `urlOf`: this machine has loopback only. */
async function createEndpoints(attacker: Attacker, urlOf: (port: string, index: number) => string): Promise<void> {
  const { world } = attacker;
  const { port } = new URL(world.outsideUrl);
  for (let index = 0; index < 20; index += 1) {
    const response = await post(attacker, "/webhook-endpoints", { url: `https://hooks.${names.attacker}/${index}` });
    const { id } = z.object({ id: z.string() }).parse(await response.json());
    await sql(world, "UPDATE webhook_endpoints SET url = $1 WHERE id = $2::uuid", [urlOf(port, index), id]);
  }
}

async function connectAndArchive(attacker: Attacker, count: number): Promise<void> {
  const ids = await batch(
    attacker,
    Array.from({ length: count }, () => `${random()}.${names.attacker}`),
  );
  if (ids.length > 0) await post(attacker, "/connections:archive", { ids });
}

/** Live domains of one tenant, whose next check is due now, and whose records are right. */
async function insertRoutineChecks({ world }: Attacker): Promise<void> {
  const [account] = world.accounts.attackers;
  const count = Number(process.env.BENCH_ROUTINE_CHECKS ?? 100_000);
  const [index] = await sql(world, "SELECT indexdef FROM pg_indexes WHERE indexname = 'connections_hostname_trgm_idx'");
  await sql(world, "DROP INDEX connections_hostname_trgm_idx");
  await sql(
    world,
    `INSERT INTO connections (id, tenant_id, application_id, hostname, hostname_unicode, kind, registrable_domain,
       setup_type, challenge_value, created_at, state, state_changed_at, last_sequence, ownership, pointing,
       certificate_fact, certificate_checked_at, watched_since)
     SELECT gen_random_uuid(), $1, $2, h.name, h.name, 'subdomain', $3, 'manual', 'cd-verify-bench',
       now() - interval '1 day', 'live', now() - interval '1 day', 0, 'ok', 'ok', 'ok', now(), now() - interval '1 day'
     FROM generate_series(1, $4::int) n, LATERAL (SELECT 'shop-' || n || '.' || $3 AS name) h`,
    [account?.tenantId, account?.applicationId, names.routine, count],
  );
  await sql(
    world,
    `INSERT INTO hostname_claims (hostname, connection_id, tenant_id, application_id, created_at, admitted_at)
     SELECT hostname, id, tenant_id, application_id, now(), now() FROM connections WHERE registrable_domain = $1`,
    [names.routine],
  );
  await sql(world, String(index?.indexdef));
  await sql(
    world,
    `INSERT INTO jobs (name, key, payload, run_at, created_at)
     SELECT 'check-records', 'check-records:' || id, jsonb_build_object('tenantId', tenant_id, 'connectionId', id),
       now() - interval '1 minute', now() FROM connections WHERE registrable_domain = $1`,
    [names.routine],
  );
  await sql(world, "ANALYZE");
}

async function reportBacklog({ world }: Attacker): Promise<string> {
  const [row] = await sql(world, "SELECT count(*)::int AS n FROM jobs WHERE run_at <= now() AND failed_at IS NULL");
  return `${row?.n} jobs left`;
}

async function signInFlood(attacker: Attacker): Promise<void> {
  const { serverUrl, appUrl } = attacker.world;
  const csrf = await fetch(`${serverUrl}/api/auth/csrf`);
  const cookie = csrf.headers
    .getSetCookie()
    .map((header) => header.split(";", 1)[0])
    .join("; ");
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await csrf.json());
  await hammer(attacker, 16, () => {
    const form = { csrfToken, email: `${random()}@third-party.com`, password: "not the password", json: "true" };
    const octet = () => Math.floor(Math.random() * 250) + 1;
    return count(
      attacker,
      fetch(`${serverUrl}/api/auth/callback/credentials`, {
        method: "POST",
        headers: {
          cookie,
          origin: appUrl,
          "content-type": "application/x-www-form-urlencoded",
          "x-forwarded-for": `${octet()}.${octet()}.${octet()}.${octet()}`,
        },
        body: new URLSearchParams(form),
        redirect: "manual",
        signal: AbortSignal.any([attacker.signal, AbortSignal.timeout(requestTimeoutMs)]),
      }),
    );
  });
}

/** @returns the ids of the connections that were created */
async function batch(
  attacker: Attacker,
  hostnames: readonly string[],
  headers: Record<string, string> = {},
  account = attacker.world.accounts.attackers[0],
): Promise<string[]> {
  const items = hostnames.map((hostname) => ({ hostname }));
  const body = { application_id: account?.applicationId, items };
  const response = await send(attacker, account, "POST", "/connections:batch", body, headers);
  const parsed = idsSchema.safeParse(await response.json().catch(() => null));
  return parsed.success ? parsed.data.results.flatMap(({ connection }) => (connection ? [connection.id] : [])) : [];
}

async function post(attacker: Attacker, path: string, body?: object): Promise<Response> {
  const response = await send(attacker, attacker.world.accounts.attackers[0], "POST", path, body);
  const text = await response.text().catch(() => "");
  return new Response(text === "" ? null : text, { status: Math.max(200, response.status) });
}

async function get(attacker: Attacker, path: string, account: Account): Promise<void> {
  const response = await send(attacker, account, "GET", path);
  await response.arrayBuffer().catch(() => undefined);
}

function send(
  attacker: Attacker,
  account: Account | undefined,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return count(
    attacker,
    fetch(`${attacker.world.serverUrl}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${account?.key}`, "content-type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.any([attacker.signal, AbortSignal.timeout(requestTimeoutMs)]),
    }),
  );
}

/** Counts the status. A request without an answer is an answer of status 503 without content. */
async function count({ statuses, signal }: Attacker, sending: Promise<Response>): Promise<Response> {
  const response = await sending.catch(() => null);
  const status = response?.status ?? 0;
  if (response !== null || !signal.aborted) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  return response ?? new Response("null", { status: 503 });
}

/** `work` as fast as it goes, `concurrency` times at once; a refused one waits a little, as a patient attacker would. */
async function hammer(
  { signal, statuses }: Attacker,
  concurrency: number,
  work: () => Promise<unknown>,
): Promise<void> {
  const one = async () => {
    while (!signal.aborted) {
      const refusedBefore = statuses.get(429) ?? 0;
      await work().catch(() => undefined);
      if ((statuses.get(429) ?? 0) > refusedBefore) await sleep(50);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, one));
}

async function repeat({ signal }: Attacker, work: () => Promise<unknown>, pauseMs: number): Promise<void> {
  while (!signal.aborted) {
    await work().catch(() => undefined);
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

async function sql({ databaseUrl }: World, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

function random(): string {
  return Math.random().toString(36).slice(2, 12);
}
