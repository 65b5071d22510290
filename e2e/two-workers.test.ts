import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnectionSchema } from "@/lib/connections/schema";
import { type Database, openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { type ManagedProcess, startProcess } from "@/lib/edge/managed-process";
import { type SandboxDns, startSandboxDns } from "@/lib/sandbox/dns-server";
import { createTestService, createTestTenant, type TestTenant } from "@/lib/testing/context";

// Two worker processes on one database, one of them killed again and again in the middle of its work.
const CONNECTIONS = 500;
const ROUNDS = 8;
const LEASE_MS = 2_000;
const SEED = 20_261_123;
type Worker = { process: ManagedProcess; journalPath: string };

const edge = { hostname: "edge.latchkey.test", addresses: ["127.0.0.1"] };
const random = seededRandom(SEED);
const scratch = createScratchDirectory("two-workers");
const workers: Worker[] = [];
let started = 0;
let postgres: Postgres;
let databaseUrl: string;
let database: Database;
let dns: SandboxDns;
let tenant: TestTenant;

beforeAll(async () => {
  postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
  databaseUrl = await postgres.createDatabase();
  database = openPostgres(databaseUrl, 10, () => undefined);
  await applyMigrations(database, readMigrations());
  dns = await startSandboxDns({ host: "127.0.0.1", port: 0, edge });
  tenant = await createTestTenant(createTestService(database, {}, { edge, recheckIntervalMs: 2_000 }));
});

afterAll(async () => {
  for (const worker of workers) await worker.process.stop();
  await database?.close();
  await dns?.close();
  await postgres?.stop();
  scratch.remove();
});

it("500 connections become live, each exactly once, while workers are killed at random moments", {
  timeout: 180_000,
}, async () => {
  const startedAt = performance.now();
  workers.push(...(await Promise.all([startWorker(), startWorker()])));
  let cutShort = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const share = range(CONNECTIONS).filter((index) => index % ROUNDS === round);
    const [cut] = await Promise.all([killOneWorker(), inLanes(share, 4, connect)]);
    cutShort += cut;
  }

  await vi.waitFor(async () => expect(await countStates()).toEqual({ live: CONNECTIONS }), {
    timeout: 120_000,
    interval: 250,
  });
  // Nothing that a dead worker held may stay with it.
  await vi.waitFor(async () => expect(await countLostJobs()).toBe(0), { timeout: 10_000, interval: 100 });

  expect(cutShort, "some kill must have cut a job short").toBeGreaterThan(0);
  expect(await countEvents("ssl.issued")).toEqual({ connections: CONNECTIONS, events: CONNECTIONS });
  expect(await countEvents("domain.flow.completed")).toEqual({ connections: CONNECTIONS, events: CONNECTIONS });
  expect(await database.prisma.hostnameClaim.count()).toBe(CONNECTIONS);
  expect(await countJobs()).toEqual({ "check-records": CONNECTIONS, "probe-certificate": CONNECTIONS });
  expect(await database.prisma.job.count({ where: { failedAt: { not: null } } })).toBe(0);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.info(`two workers: ${ROUNDS} kills (${cutShort} jobs cut short), all live in ${seconds} s`);
});

/** After a random time of work: no clean-up, no last word. Returns how many jobs were in the middle of their run. */
async function killOneWorker(): Promise<number> {
  const index = Math.floor(random() * workers.length);
  await new Promise((resolve) => setTimeout(resolve, 100 + random() * 700));
  const victim = workers[index];
  if (!victim) throw new Error("no worker to kill");
  process.kill(victim.process.pid, "SIGKILL");
  await victim.process.exited;
  const journal = existsSync(victim.journalPath) ? readFileSync(victim.journalPath, "utf8") : "";
  workers[index] = await startWorker();
  return journal.split("+").length - journal.split("-").length;
}

async function startWorker(): Promise<Worker> {
  started += 1;
  const logPath = join(scratch.path, `worker-${started}.log`);
  const journalPath = join(scratch.path, `worker-${started}.journal`);
  const script = join(import.meta.dirname, "support/worker-process.ts");
  const worker = await startProcess({
    name: "worker",
    command: process.execPath,
    args: ["--import", "tsx", script, databaseUrl, String(dns.port), String(LEASE_MS), journalPath],
    env: {},
    cwd: join(import.meta.dirname, ".."),
    logPath,
    readyTimeoutMs: 20_000,
    ready: async () => readFileSync(logPath, { encoding: "utf8", flag: "a+" }).includes("working"),
  });
  return { process: worker, journalPath };
}

async function connect(index: number): Promise<void> {
  const input = { applicationId: tenant.applicationId, hostname: `shop-${index}.customer-${index % 25}.test` };
  const connection = await createConnection(tenant.ctx, createConnectionSchema.parse(input));
  const { name, type, value } = connection.ownershipChallenge;
  dns.put({ name, type, value });
  for (const record of connection.desiredRecords)
    dns.put({ name: record.host, type: record.type, value: record.value });
}

async function countStates(): Promise<Record<string, number>> {
  const groups = await database.prisma.connection.groupBy({ by: ["state"], _count: true });
  return Object.fromEntries(groups.map(({ state, _count }) => [state, _count]));
}

async function countEvents(type: string) {
  const groups = await database.prisma.event.groupBy({ by: ["connectionId"], where: { type }, _count: true });
  return { connections: groups.length, events: groups.reduce((sum, { _count }) => sum + _count, 0) };
}

/** Connections by the kind of job that waits for them. */
async function countJobs(): Promise<Record<string, number>> {
  const rows = await database.prisma.$queryRaw<{ name: string; count: number }[]>`
    SELECT name, count(DISTINCT payload->>'connectionId')::int AS count FROM jobs GROUP BY name ORDER BY name`;
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** Jobs that are held though their lease has ended. */
function countLostJobs(): Promise<number> {
  return database.prisma.job.count({ where: { lockedBy: { not: null }, lockedUntil: { lt: new Date() } } });
}

async function inLanes(items: number[], lanes: number, work: (item: number) => Promise<void>): Promise<void> {
  const rest = [...items];
  const lane = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}

/** mulberry32: the same moments in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
