import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorkerFleet, type WorkerFleet } from "@/e2e/support/worker-fleet";
import type { Database } from "@/lib/db/client";
import type { EventType } from "@/lib/platform/events/catalog";
import { createTestService, createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { addConnection, addEndpoint, happen } from "@/lib/runtime/testing/webhooks";
import { timeLimit } from "@/scripts/time-limit.mjs";

// Two worker processes deliver webhooks, one of which is killed repeatedly while it works.
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

/** Messages that a receiver has read completely, in the order of arrival. */
type Arrival = { endpoint: number; webhookId: string; id: string; jobId: string; sequence: number };

const receivers: Server[] = [];
const arrivals: Arrival[] = [];
let fleet: WorkerFleet;
let database: Database;
let tenant: TestTenant;

beforeAll(async () => {
  fleet = await createWorkerFleet("webhook-workers", { killAfterMs: [50, 350] });
  database = fleet.database;
  tenant = await createTestTenant(createTestService(database), { environment: "test" });
});

afterAll(async () => {
  await fleet?.stop();
  for (const receiver of receivers) receiver.close();
});

it("loses no message and keeps each connection's order while workers are killed; duplicates have the same id", {
  timeout: timeLimit(300_000),
}, async () => {
  for (const endpoint of range(ENDPOINTS)) await addEndpoint(tenant.ctx, { url: await listen(endpoint) });
  const connectionIds: string[] = [];
  for (const index of range(CONNECTIONS)) {
    connectionIds.push(await addConnection(tenant, `shop-${index}.customer.test`));
  }
  // The workers only deliver webhooks here.
  await database.prisma.job.deleteMany();

  const startedAt = performance.now();
  await fleet.start();
  const pending = EVENTS.flatMap((type) => connectionIds.map((connectionId) => ({ type, connectionId })));
  const interrupted = await fleet.workUnderKills(pending, ({ type, connectionId }) =>
    happen(tenant.ctx, connectionId, type),
  );
  const expected = CONNECTIONS * EVENTS.length * ENDPOINTS;
  await expect.poll(countStatuses, { timeout: timeLimit(120_000) }).toEqual({ succeeded: expected });
  await expect.poll(() => database.prisma.job.count()).toBe(0);

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
    `webhooks: ${interrupted} jobs interrupted, ${expected} messages: ${expected - distinct} lost, ` +
      `${outOfOrder} connections out of order, ${arrivals.length - distinct} sent twice under the same id, in ${seconds} s`,
  );
  expect(interrupted, "some kill must have interrupted a job").toBeGreaterThan(0);
  expect(distinct).toBe(expected);
  expect(firsts.size).toBe(CONNECTIONS * ENDPOINTS);
  expect([...firsts.values()].every((sequences) => sequences.length === EVENTS.length)).toBe(true);
  expect(outOfOrder).toBe(0);
  expect(strangeIds).toEqual([]);
  expect(await database.prisma.webhookAttempt.count({ where: { statusCode: 200 } })).toBe(expected);
});

/** A slow receiver. Returns its URL. */
async function listen(endpoint: number): Promise<string> {
  const server = createServer(async (request, response) => {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const { id, jobId, sequence } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      arrivals.push({ endpoint, webhookId: String(request.headers["webhook-id"]), id, jobId, sequence });
      setTimeout(() => response.writeHead(200).end("ok"), 10 + fleet.random() * 40);
    } catch {
      // The sender was killed while it sent the message.
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  receivers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

async function countStatuses(): Promise<Record<string, number>> {
  const groups = await database.prisma.webhookDelivery.groupBy({ by: ["status"], _count: true });
  return Object.fromEntries(groups.map(({ status, _count }) => [status, _count]));
}

/** The sequence numbers of each endpoint and connection, in the order of their first arrival. */
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

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
