import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { createScratchDirectory } from "@/e2e/support/scratch-directory";
import { type Database, openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { type ManagedProcess, startProcess } from "@/lib/edge/managed-process";
import type { EventType } from "@/lib/events/catalog";
import { createTestService, type TestTenant } from "@/lib/testing/context";
import { addConnection, addEndpoint, createWebhookTenant, happen } from "@/lib/testing/webhooks";

// Two worker processes deliver webhooks, and one of them is killed again and again in the middle of its work.
const CONNECTIONS = 50;
const ENDPOINTS = 2;
const EVENTS: EventType[] = [
  "domain.verified",
  "domain.added",
  "ssl.issued",
  "domain.flow.completed",
  "domain.drift",
  "domain.recovered",
];
const KILLS = 8;
const LEASE_MS = 2_000;
const SEED = 20_261_123;
const NO_DNS = "9";

type Worker = { process: ManagedProcess; journalPath: string };
/** A message that a receiver has read whole, in the order of arrival. */
type Arrival = { endpoint: number; webhookId: string; id: string; jobId: string; sequence: number };

const random = seededRandom(SEED);
const scratch = createScratchDirectory("webhook-workers");
const workers: Worker[] = [];
const receivers: Server[] = [];
const arrivals: Arrival[] = [];
let started = 0;
let postgres: Postgres;
let databaseUrl: string;
let database: Database;
let tenant: TestTenant;

beforeAll(async () => {
  postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
  databaseUrl = await postgres.createDatabase();
  database = openPostgres(databaseUrl, 10, () => undefined);
  await applyMigrations(database, readMigrations());
  tenant = await createWebhookTenant(createTestService(database));
});

afterAll(async () => {
  for (const worker of workers) await worker.process.stop();
  for (const receiver of receivers) receiver.close();
  await database?.close();
  await postgres?.stop();
  scratch.remove();
});

it("loses no message and keeps each connection's order while workers are killed; what comes twice has the same id", {
  timeout: 180_000,
}, async () => {
  for (const endpoint of range(ENDPOINTS)) await addEndpoint(tenant.ctx, { url: await listen(endpoint) });
  const connectionIds: string[] = [];
  for (const index of range(CONNECTIONS)) {
    connectionIds.push(await addConnection(tenant, `shop-${index}.customer.test`));
  }
  // Only webhooks are the workers' business here.
  await database.prisma.job.deleteMany();

  const startedAt = performance.now();
  workers.push(...(await Promise.all([startWorker(), startWorker()])));
  const owed = EVENTS.flatMap((type) => connectionIds.map((connectionId) => ({ type, connectionId })));
  let cutShort = 0;
  const shareSize = Math.ceil(owed.length / KILLS);
  for (const round of range(KILLS)) {
    const share = owed.slice(round * shareSize, (round + 1) * shareSize);
    const [cut] = await Promise.all([
      killOneWorker(),
      inLanes(share, 4, ({ type, connectionId }) => happen(tenant.ctx, connectionId, type)),
    ]);
    cutShort += cut;
  }
  const expected = CONNECTIONS * EVENTS.length * ENDPOINTS;
  await vi.waitFor(async () => expect(await countStatuses()).toEqual({ succeeded: expected }), {
    timeout: 60_000,
    interval: 100,
  });
  await vi.waitFor(async () => expect(await database.prisma.job.count()).toBe(0), { timeout: 20_000, interval: 100 });

  const firsts = firstArrivals();
  const outOfOrder = [...firsts.values()].filter((sequences) => !isAscending(sequences)).length;
  const events = await database.prisma.event.findMany({ where: { type: { in: EVENTS } } });
  const eventIds = new Map(events.map(({ id, connectionId, sequence }) => [`${connectionId} ${sequence}`, id]));
  const strangeIds = arrivals.filter(
    ({ webhookId, id, jobId, sequence }) => webhookId !== id || id !== eventIds.get(`${jobId} ${sequence}`),
  );
  const distinct = new Set(arrivals.map(({ endpoint, webhookId }) => `${endpoint} ${webhookId}`)).size;
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.info(
    `webhooks: ${KILLS} kills (${cutShort} jobs cut short), ${expected} messages: ${expected - distinct} lost, ` +
      `${outOfOrder} connections out of order, ${arrivals.length - distinct} sent twice under the same id, in ${seconds} s`,
  );
  expect(cutShort, "some kill must have cut a job short").toBeGreaterThan(0);
  expect(distinct).toBe(expected);
  expect(firsts.size).toBe(CONNECTIONS * ENDPOINTS);
  expect([...firsts.values()].every((sequences) => sequences.length === EVENTS.length)).toBe(true);
  expect(outOfOrder).toBe(0);
  expect(strangeIds).toEqual([]);
  expect(await database.prisma.webhookAttempt.count({ where: { statusCode: 200 } })).toBe(expected);
});

/** A receiver that takes its time. Returns its URL. */
async function listen(endpoint: number): Promise<string> {
  const server = createServer(async (request, response) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { id, jobId, sequence } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      arrivals.push({ endpoint, webhookId: String(request.headers["webhook-id"]), id, jobId, sequence });
      setTimeout(() => response.writeHead(200).end("ok"), 10 + random() * 40);
    } catch {
      // The sender was killed in the middle of its message.
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  receivers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

/** After a random time of work: no clean-up, no last word. Returns how many jobs were in the middle of their run. */
async function killOneWorker(): Promise<number> {
  const index = Math.floor(random() * workers.length);
  await new Promise((resolve) => setTimeout(resolve, 50 + random() * 300));
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
    args: ["--import", "tsx", script, databaseUrl, NO_DNS, String(LEASE_MS), journalPath],
    env: {},
    cwd: join(import.meta.dirname, ".."),
    logPath,
    readyTimeoutMs: 20_000,
    ready: async () => readFileSync(logPath, { encoding: "utf8", flag: "a+" }).includes("working"),
  });
  return { process: worker, journalPath };
}

async function countStatuses(): Promise<Record<string, number>> {
  const groups = await database.prisma.webhookDelivery.groupBy({ by: ["status"], _count: true });
  return Object.fromEntries(groups.map(({ status, _count }) => [status, _count]));
}

/** Of each endpoint and connection: the sequence numbers, each where it arrived first. */
function firstArrivals(): Map<string, number[]> {
  const firsts = new Map<string, number[]>();
  for (const { endpoint, jobId, sequence } of arrivals) {
    const sequences = firsts.get(`${endpoint} ${jobId}`) ?? [];
    if (!sequences.includes(sequence)) sequences.push(sequence);
    firsts.set(`${endpoint} ${jobId}`, sequences);
  }
  return firsts;
}

function isAscending(numbers: number[]): boolean {
  return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? number));
}

async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
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
