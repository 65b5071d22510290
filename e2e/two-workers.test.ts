import { afterAll, beforeAll, expect, it } from "vitest";
import { createWorkerFleet, type WorkerFleet } from "@/e2e/support/worker-fleet";
import { createConnection } from "@/lib/connections/create-connection";
import { createConnectionSchema } from "@/lib/connections/schema";
import type { Database } from "@/lib/db/client";
import { type SandboxDns, startSandboxDns } from "@/lib/dns/sandbox/dns-server";
import { createTestService, createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { timeLimit } from "@/scripts/time-limit.mjs";

// Two worker processes on one database, one of which is killed repeatedly while it works.
const CONNECTIONS = 500;

const edge = { hostname: "edge.latchkey.test", addresses: ["127.0.0.1"] };
let fleet: WorkerFleet;
let database: Database;
let dns: SandboxDns;
let tenant: TestTenant;

beforeAll(async () => {
  fleet = await createWorkerFleet("two-workers", { killAfterMs: [100, 800] });
  database = fleet.database;
  dns = await startSandboxDns({ host: "127.0.0.1", port: 0, edge });
  tenant = await createTestTenant(createTestService(database, {}, { edge, recheckIntervalMs: 120_000 }));
});

afterAll(async () => {
  await fleet?.stop();
  await dns?.close();
});

it("500 connections become live, each exactly once, while workers are killed at random moments", {
  timeout: timeLimit(300_000),
}, async () => {
  const startedAt = performance.now();
  await fleet.start(dns.port);
  const interrupted = await fleet.workUnderKills([...Array(CONNECTIONS).keys()], connect);

  await expect.poll(countStates, { timeout: timeLimit(180_000), interval: 250 }).toEqual({ live: CONNECTIONS });
  // A dead worker must not keep any job.
  await expect.poll(countLostJobs).toBe(0);

  expect(interrupted, "some kill must have interrupted a job").toBeGreaterThan(0);
  expect(await countEvents("ssl.issued")).toEqual({ connections: CONNECTIONS, events: CONNECTIONS });
  expect(await countEvents("domain.flow.completed")).toEqual({ connections: CONNECTIONS, events: CONNECTIONS });
  expect(await database.prisma.hostnameClaim.count()).toBe(CONNECTIONS);
  expect(await countJobs()).toEqual({ "check-records": CONNECTIONS, "probe-certificate": CONNECTIONS });
  expect(await database.prisma.job.count({ where: { failedAt: { not: null } } })).toBe(0);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.info(`two workers: ${interrupted} jobs interrupted, all live in ${seconds} s`);
});

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

/** Connections by kind of pending job. */
async function countJobs(): Promise<Record<string, number>> {
  const rows = await database.prisma.$queryRaw<{ name: string; count: number }[]>`
    SELECT name, count(DISTINCT payload->>'connectionId')::int AS count FROM jobs GROUP BY name ORDER BY name`;
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** Jobs that are still claimed after their lease has ended. */
function countLostJobs(): Promise<number> {
  return database.prisma.job.count({ where: { lockedBy: { not: null }, lockedUntil: { lt: new Date() } } });
}
