import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { type CaProxy, startCaProxy } from "@/e2e/faults/ca-proxy";
import { type FeedProxy, startFeedProxy } from "@/e2e/faults/feed-proxy";
import {
  type Downtime,
  type HostKind,
  measureDowntime,
  startVisitors,
  type Visit,
  type Visitors,
  visit,
} from "@/e2e/faults/visitors";
import type { CaddyTool } from "@/e2e/support/caddy";
import { createTestAuthority } from "@/e2e/support/certificates";
import { getFreePort } from "@/e2e/support/free-port";
import { type Latchkey, productionWithoutEdge, startLatchkey } from "@/e2e/support/latchkey";
import { startPebble } from "@/e2e/support/pebble";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { startUpstream, type Upstream } from "@/e2e/support/upstream";
import { archiveConnection } from "@/lib/connections/archive-connection";
import { type Database, openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { startSandboxDns } from "@/lib/dns/sandbox/dns-server";
import { type ManagedProcess, startProcess } from "@/lib/edge/managed-process";
import { createTestService, createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { timeLimit } from "@/scripts/time-limit.mjs";

export type Child = "app" | "worker" | "responder" | "caddy";

export type Rig = {
  latchkey: Latchkey;
  postgres: Postgres;
  feed: FeedProxy;
  ca: CaProxy;
  visitors: Visitors;
  /** Times in which visitors could not be served, because what serves them was killed. */
  excused: Downtime[];
  edgeDir: string;
  /** Whether `fillDisk` can work: DATA_DIR is a file system of its own. */
  hasOwnDisk: boolean;
  knownHosts(): string[];
  stoppedHosts(): string[];
  originOf(hostname: string): string | null;
  pidOf(child: Child): number | null;
  signal(child: Child, signal: NodeJS.Signals): void;
  /** kill -9; resolves when another one runs, with the seconds that took. */
  replace(child: Child): Promise<number>;
  /** Archives a host that was served until now. Nobody visits it until `confirmStopped`. */
  archiveOne(): Promise<string>;
  /** Waits until the edge refuses the host; from then on it must never be served. */
  confirmStopped(hostname: string): Promise<void>;
  /** Both. */
  stopOne(): Promise<void>;
  /** Connects another host, with a certificate in Caddy's storage or without one. */
  connectOne(options: { certified: boolean }): Promise<string>;
  /** Stores certificates that are due for renewal for some of the known hosts: Caddy reads them when it starts anew. */
  agedHosts(count: number): { areRenewed(): boolean };
  /** PEM; null: there is none yet. */
  storedCertificate(hostname: string): Buffer | null;
  /** kill -9 of `npm start` itself, and another one, as an operator would start it. */
  replaceSupervisor(): Promise<void>;
  visit(hostname: string): Promise<Visit>;
  /** The statuses of ask and route. */
  ask(hostname: string): Promise<{ ask: number | null; route: number | null }>;
  health(): Promise<EdgeHealth | null>;
  /** The whole installation is up, and the edge follows the changes. */
  recovered(): Promise<void>;
  setClock(shiftMs: number): void;
  fillDisk(): void;
  freeDisk(): void;
  stop(): Promise<void>;
};

export type EdgeHealth = {
  loaded: boolean;
  hosts: number;
  connected: boolean;
  stale_seconds: number;
  problems: string[];
};

const origins = 3;
export type RigOptions = {
  /** Of the CA's certificates. With it, no host has one yet, and nobody visits them. */
  lifetimeSeconds?: number;
};

const knownPerSecond = 20;
/** Every sixth request is for a host that must not be served. */
const othersEvery = 6;
const diskBytes = 96 * 1024 * 1024;
const recoveryMs = timeLimit(90_000);
const stopGraceMs = timeLimit(20_000);
const pollMs = 50;
const dayMs = 86_400_000;
const appHost = "app.latchkey-platform.com";

/** A whole installation as it is shipped, with live hosts and visitors. */
export async function startRig(tool: CaddyTool, hosts: number, options: RigOptions = {}): Promise<Rig> {
  const stops: (() => unknown)[] = [];
  try {
    return await buildRig(tool, hosts, options, stops);
  } catch (error) {
    for (const stop of stops.reverse()) await stop();
    throw error;
  }
}

async function buildRig(tool: CaddyTool, hosts: number, options: RigOptions, stops: (() => unknown)[]): Promise<Rig> {
  const scratch = createScratchDirectory("faults");
  stops.push(scratch.remove);
  const [appPort, httpPort, httpsPort, caPort] = (await Promise.all(
    Array.from({ length: 4 }, () => getFreePort()),
  )) as [number, number, number, number];

  const disk = mountDisk(scratch.path);
  stops.push(disk.unmount);
  const dataDir = disk.path;
  const edgeDir = join(dataDir, "edge");

  const dns = await startSandboxDns({
    host: "127.0.0.1",
    port: 0,
    edge: { hostname: productionWithoutEdge.EDGE_HOSTNAME, addresses: ["127.0.0.1"] },
  });
  stops.push(dns.close);
  dns.put({ name: appHost, type: "A", value: "127.0.0.1" });

  const pebble = await startPebble({ httpPort, tlsPort: httpsPort, dnsServer: `127.0.0.1:${dns.port}`, ...options });
  stops.push(pebble.stop);
  const ca = await startCaProxy({
    port: caPort,
    pebblePort: Number(new URL(pebble.directoryUrl).port),
    pebbleRootFile: pebble.httpsRootFile,
  });
  stops.push(ca.stop);
  const caRootFile = join(scratch.path, "ca-root.pem");
  writeFileSync(caRootFile, ca.rootPem);

  const upstreams: Upstream[] = [];
  for (let index = 0; index < origins; index += 1) upstreams.push(await startUpstream(`origin-${index}`));
  stops.push(...upstreams.map(({ stop }) => stop));

  const postgres = await startPostgres({ durable: true });
  stops.push(postgres.stop);
  const databaseUrl = await postgres.createDatabase();
  const database = openPostgres(databaseUrl, 2, () => undefined);
  stops.push(database.close);
  await applyMigrations(database, readMigrations());
  const world = await createWorld(database, databaseUrl, upstreams);

  // Certificates that were issued before: Caddy reads them from its storage, as after a restart.
  const authority = createTestAuthority("issued before");
  const storage = join(dataDir, "caddy/certificates", `127.0.0.1-${caPort}-dir`);
  const certify = (hostname: string, { dueForRenewal = false } = {}) => {
    const { certPem, keyPem } = authority.issue({
      names: [hostname],
      notBefore: new Date(Date.now() - (dueForRenewal ? 60 : 1) * dayMs),
      notAfter: new Date(Date.now() + (dueForRenewal ? 5 : 60) * dayMs),
    });
    const folder = join(storage, hostname);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${hostname}.crt`), certPem);
    writeFileSync(join(folder, `${hostname}.key`), keyPem);
    writeFileSync(join(folder, `${hostname}.json`), JSON.stringify({ sans: [hostname], issuer_data: null }));
  };
  certify(appHost);
  const known: string[] = [];
  const stopped: string[] = [];
  const connect = async (count: number, options: { announced: boolean; certified: boolean }) => {
    const names = await world.insertHosts(count, options.announced);
    for (const name of names) {
      if (options.certified) certify(name);
      dns.put({ name, type: "A", value: "127.0.0.1" });
    }
    return names;
  };
  known.push(...(await connect(hosts, { announced: false, certified: options.lifetimeSeconds === undefined })));

  const feed = await startFeedProxy(appPort);
  stops.push(feed.stop);
  const clockFile = join(scratch.path, "clock");
  writeFileSync(clockFile, "0");
  const latchkey = await startLatchkey({
    mode: "production",
    databaseUrl,
    caddy: tool,
    dataDir,
    port: appPort,
    edgePorts: { http: httpPort, https: httpsPort },
    env: {
      ...productionWithoutEdge,
      EDGE_ENABLED: "1",
      EDGE_ADDRESSES: "127.0.0.1",
      EDGE_ISSUER: ca.directoryUrl,
      EDGE_ACME_CA_FILE: caRootFile,
      EDGE_UPSTREAM_ALLOW: "127.0.0.1",
      CONTROLPLANE_URL: feed.url,
      DNS_RESOLVERS: `127.0.0.1:${dns.port}`,
      NODE_OPTIONS: `--require ${join(import.meta.dirname, "shift-clock.cjs")}`,
      NODE_TEST_CLOCK_FILE: clockFile,
    },
  });
  let supervisor: ManagedProcess | null = null;
  stops.push(latchkey.stop, () => supervisor?.stop({ graceMs: stopGraceMs }));

  const roots = [authority.certPem, readFileSync(pebble.issuingRootFile, "utf8")];
  const excused: Downtime[] = [];
  let turn = 0;
  let served = 0;
  let others = 0;
  // Each kind in turns of its own, so that every host has its turn.
  const next = (): { hostname: string; kind: HostKind } => {
    turn += 1;
    if (turn % othersEvery !== 0) {
      served += 1;
      return { hostname: known[served % known.length] ?? "", kind: "known" };
    }
    others += 1;
    const old = others % 2 === 0 ? stopped[(others / 2) % stopped.length] : undefined;
    return old ? { hostname: old, kind: "stopped" } : { hostname: `u${turn}.unknown.test`, kind: "unknown" };
  };
  const perSecond = options.lifetimeSeconds !== undefined ? 0 : (knownPerSecond * othersEvery) / (othersEvery - 1);
  const visitors = startVisitors({ httpsPort, ca: () => roots, next, perSecond });
  stops.push(visitors.stop);

  const pidOf = (child: Child) => readRecord(join(dataDir, "run", `${child}.pid`));
  const inside = async (path: string, headers: Record<string, string> = {}) => {
    try {
      const response = await fetch(`${latchkey.responderUrl}${path}`, {
        headers: { "x-latchkey-token": latchkey.internalToken, ...headers },
        signal: AbortSignal.timeout(2_000),
      });
      return { status: response.status, body: await response.text() };
    } catch {
      return null;
    }
  };
  const rig: Rig = {
    latchkey,
    postgres,
    feed,
    ca,
    visitors,
    excused,
    edgeDir,
    hasOwnDisk: disk.isOwn,
    knownHosts: () => [...known],
    stoppedHosts: () => [...stopped],
    originOf: world.originOf,
    pidOf,
    signal: (child, signal) => {
      const pid = pidOf(child);
      if (pid === null) throw new Error(`there is no ${child}`);
      process.kill(pid, signal);
    },
    async replace(child) {
      const before = pidOf(child);
      const from = performance.now();
      rig.signal(child, "SIGKILL");
      const port = {
        app: appPort,
        worker: null,
        responder: Number(new URL(latchkey.responderUrl).port),
        caddy: httpsPort,
      }[child];
      await waitFor(`another ${child}`, async () => pidOf(child) !== before && pidOf(child) !== null);
      if (port !== null) await measureDowntime(port, from);
      const to = performance.now();
      // Nobody else serves visitors here while Caddy is down.
      if (child === "caddy") excused.push({ from, to });
      return (to - from) / 1_000;
    },
    async archiveOne() {
      const hostname = known.pop() ?? "";
      // Requests under way are right to be served.
      await visitors.settle();
      await world.archive(hostname);
      return hostname;
    },
    async confirmStopped(hostname) {
      await waitFor(`${hostname} refused`, async () => (await rig.ask(hostname)).ask === 403);
      stopped.push(hostname);
    },
    stopOne: async () => rig.confirmStopped(await rig.archiveOne()),
    connectOne: async ({ certified }) => (await connect(1, { announced: true, certified }))[0] ?? "",
    agedHosts(count) {
      const hosts = known.slice(0, count);
      for (const hostname of hosts) certify(hostname, { dueForRenewal: true });
      const crt = (hostname: string) => readFileSync(join(storage, hostname, `${hostname}.crt`), "utf8");
      const before = hosts.map(crt);
      return { areRenewed: () => hosts.every((hostname, index) => crt(hostname) !== before[index]) };
    },
    storedCertificate(hostname) {
      const path = join(storage, hostname, `${hostname}.crt`);
      return existsSync(path) ? readFileSync(path) : null;
    },
    async replaceSupervisor() {
      const pid = supervisor?.pid ?? latchkey.pid;
      const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, "utf8").split("\0").slice(0, -1);
      const [command = "", ...args] = read("cmdline");
      const env = Object.fromEntries(read("environ").map((line) => line.split(/=(.*)/s).slice(0, 2)));
      process.kill(pid, "SIGKILL");
      supervisor = await startProcess({
        name: "supervisor",
        command,
        args,
        env,
        cwd: process.cwd(),
        logPath: join(scratch.path, "supervisor.log"),
        exitSignal: "SIGTERM",
        readyTimeoutMs: recoveryMs,
        ready: async () => (await rig.health())?.loaded === true,
      });
    },
    visit: (hostname) => visit({ httpsPort, ca: () => roots }, { hostname, kind: "known" }),
    async ask(hostname) {
      const [ask, route] = await Promise.all([
        inside(`/internal/ask?domain=${hostname}&token=${latchkey.internalToken}`),
        inside("/internal/route", {
          "x-forwarded-host": hostname,
          "x-forwarded-uri": "/",
          "x-forwarded-method": "GET",
        }),
      ]);
      return { ask: ask?.status ?? null, route: route?.status ?? null };
    },
    async health() {
      const answer = await inside("/healthz/edge");
      return answer === null ? null : JSON.parse(answer.body);
    },
    async recovered() {
      await waitFor("the app", () =>
        fetch(`${latchkey.url}/healthz`, {
          headers: { "x-latchkey-token": latchkey.internalToken },
          signal: AbortSignal.timeout(2_000),
        }).then(
          ({ ok }) => ok,
          () => false,
        ),
      );
      await waitFor("the edge to follow", async () => (await rig.health())?.connected === true);
    },
    setClock: (shiftMs) => writeFileSync(clockFile, String(shiftMs)),
    fillDisk: () => fillDisk(dataDir),
    freeDisk: () => {
      spawnSync("rm", ["-f", join(dataDir, "filler")]);
    },
    async stop() {
      for (const stop of stops.reverse()) await stop();
    },
  };
  return rig;
}

type World = {
  insertHosts(count: number, announced: boolean): Promise<string[]>;
  archive(hostname: string): Promise<void>;
  originOf(hostname: string): string | null;
};

/** One tenant with an application for each origin. Hosts are inserted as live ones: connecting them is tested elsewhere. */
async function createWorld(database: Database, databaseUrl: string, upstreams: readonly Upstream[]): Promise<World> {
  const edge = { hostname: productionWithoutEdge.EDGE_HOSTNAME, addresses: ["127.0.0.1"] };
  const service = createTestService(database, {}, { edge });
  const tenant = await createTestTenant(service);
  const query = (sql: string, values: unknown[]) => runSql(databaseUrl, sql, values);
  const applications: string[] = [];
  for (const [index, { url }] of upstreams.entries()) {
    const [row] = await query(
      `INSERT INTO applications (id, tenant_id, name, environment, upstream, created_at)
       VALUES (gen_random_uuid(), $1, $2, 'live', $3, now()) RETURNING id`,
      [tenant.tenantId, `Application ${index}`, url],
    );
    applications.push(String(row?.id));
  }
  const ids = new Map<string, string>();
  const turns = new Map<string, number>();
  return {
    originOf: (hostname) => {
      const turn = turns.get(hostname);
      return turn === undefined ? null : (upstreams[turn]?.name ?? null);
    },
    async insertHosts(count, announced) {
      const names = Array.from({ length: count }, (_, index) => `shop-${ids.size + index}.customers.test`);
      for (const [index, name] of names.entries()) {
        const turn = index % applications.length;
        turns.set(name, turn);
        const [row] = await query(insertHost(announced), [name, tenant.tenantId, applications[turn]]);
        ids.set(name, String(row?.connection_id));
      }
      return names;
    },
    archive: (hostname) => archive(tenant, ids.get(hostname)),
  };
}

async function archive(tenant: TestTenant, id: string | undefined): Promise<void> {
  if (id === undefined) throw new Error("no host is left to archive");
  await archiveConnection(tenant.ctx, { id });
}

/** With `announced`, as `takeClaim` does it for a connection whose owner has proven it. */
function insertHost(announced: boolean): string {
  const change = `jsonb_build_object('kind', 'host', 'hostname', hostname, 'connectionId', connection_id,
    'applicationId', application_id, 'admitted', true, 'reference', null)`;
  return `
    WITH made AS (
      INSERT INTO connections (id, tenant_id, application_id, hostname, hostname_unicode, kind, registrable_domain,
        setup_type, challenge_value, created_at, state, state_changed_at, last_sequence, ownership, pointing,
        certificate_fact, watched_since)
      VALUES (gen_random_uuid(), $2, $3, $1, $1, 'subdomain', 'customers.test', 'manual', 'cd-verify-test',
        now() - interval '1 day', 'live', now() - interval '1 day', 0, 'ok', 'ok', 'ok', now() - interval '1 day')
      RETURNING id, tenant_id, application_id, hostname),
    claimed AS (
      INSERT INTO hostname_claims (hostname, connection_id, tenant_id, application_id, created_at, admitted_at)
      SELECT hostname, id, tenant_id, application_id, now(), now() FROM made RETURNING *)
    ${announced ? `, recorded AS (INSERT INTO edge_changes (change, created_at) SELECT ${change}, now() FROM claimed RETURNING pg_notify('latchkey_edge_changes', ''))` : ""}
    SELECT connection_id FROM claimed ${announced ? ", recorded" : ""}`;
}

async function runSql(databaseUrl: string, sql: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: databaseUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** A file system of its own where that can be mounted (as root, on Linux). */
function mountDisk(scratch: string): { path: string; isOwn: boolean; unmount(): void } {
  const path = join(scratch, "data");
  mkdirSync(path);
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${diskBytes}`, "tmpfs", path]).status === 0;
  return { path, isOwn: mounted, unmount: () => mounted && spawnSync("umount", ["-l", path]) };
}

function fillDisk(dataDir: string): void {
  const path = join(dataDir, "filler");
  for (const size of [1 << 20, 1 << 12]) {
    const block = Buffer.alloc(size);
    try {
      for (;;) appendFileSync(path, block);
    } catch {
      // It is full for blocks of this size.
    }
  }
  if (statfsSync(dataDir).bavail > 1) throw new Error("the disk is not full");
}

function readRecord(path: string): number | null {
  try {
    const { pid } = JSON.parse(readFileSync(path, "utf8")) as { pid: number };
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}

export async function waitFor(what: string, isTrue: () => Promise<boolean>, limitMs = recoveryMs): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${limitMs / 1_000} s`);
    await sleep(pollMs);
  }
}

/** The newest snapshot that the edge has stored. */
export function newestSnapshot(edgeDir: string): string {
  const snapshots = existsSync(edgeDir) ? readdirSync(edgeDir).filter((name) => /^set-\d+\.snapshot$/.test(name)) : [];
  const sequence = (name: string) => Number(name.slice(4, -".snapshot".length));
  const newest = snapshots.sort((one, other) => sequence(other) - sequence(one))[0];
  if (newest === undefined) throw new Error(`no snapshot in ${edgeDir}`);
  return join(edgeDir, newest);
}
