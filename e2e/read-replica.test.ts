import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { type Replica, startReplica } from "@/e2e/support/replica";
import { createKey } from "@/lib/accounts/applications/create-key";
import { pathParameters } from "@/lib/api/endpoints/endpoint";
import { endpoints } from "@/lib/api/endpoints/registry";
import { routes } from "@/lib/api/routes";
import { type Database, openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { silentLog } from "@/lib/kernel/log";
import { scopes } from "@/lib/kernel/scopes";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { createTestService, createTestTenant, type TestTenant } from "@/lib/runtime/testing/context";
import { callRoute, installTestRuntime } from "@/lib/runtime/testing/runtime";
import { createTestUser, signedInHeaders } from "@/lib/runtime/testing/sessions";
import { timeLimit } from "@/scripts/time-limit.mjs";

// Two app instances on one PostgreSQL with a streaming replica.
const WRITES = 30;
const SECRET = "sk_live_read-replica";
/** What endpoints ask for beyond the path. */
const queries: Record<string, string> = {
  searchSupport: "?q=every",
  listStuckConnections: "?by=state&code=stalled",
};
const limit = { timeout: timeLimit(15_000) };

type Instance = { service: ServiceContext; readers: boolean[]; warnings: unknown[] };

let postgres: Postgres;
let replica: Replica;
let one: Instance;
let other: Instance;
let tenant: TestTenant;

beforeAll(async () => {
  postgres = await startPostgres({ replicated: true });
  replica = await startReplica(postgres.url);
  const url = await postgres.createDatabase();
  [one, other] = [openInstance(url), openInstance(url)];
  await applyMigrations(one.service.database, readMigrations());
  tenant = await createTestTenant(one.service);
  await createKey(tenant.ctx, { id: tenant.applicationId, name: "Key", scopes: [...scopes], secret: SECRET });
}, timeLimit(120_000));

beforeEach(() => {
  for (const instance of [one, other]) {
    instance.readers.length = 0;
    instance.warnings.length = 0;
  }
});

afterAll(async () => {
  for (const instance of [one, other]) await instance?.service.database.close();
  await replica?.stop();
  replica?.remove();
  await postgres?.stop();
});

function openInstance(url: string): Instance {
  const readers: boolean[] = [];
  const warnings: unknown[] = [];
  const opened = openPostgres(url, 10, () => undefined, { replicaUrl: replica.urlOf(url) });
  const database: Database = {
    ...opened,
    async reader() {
      const reader = await opened.reader();
      readers.push(reader !== null);
      return reader;
    },
  };
  const log = { ...silentLog, warn: (...line: unknown[]) => void warnings.push(line) };
  return { service: createTestService(database, { log }), readers, warnings };
}

async function create(instance: Instance, hostname: string): Promise<string> {
  installTestRuntime(instance.service);
  const body = { application_id: tenant.applicationId, hostname };
  const { status, json } = await callRoute(routes.createConnection, SECRET, { body });
  expect(status).toBe(201);
  return json.id;
}

async function list(instance: Instance): Promise<string[]> {
  installTestRuntime(instance.service);
  const { status, json } = await callRoute(routes.listConnections, SECRET, { query: "?limit=100" });
  expect(status).toBe(200);
  return json.data.map(({ id }: { id: string }) => id);
}

it("who has just created a connection finds it in the list, at either instance, also while the replica lags", async () => {
  for (let write = 0; write < WRITES; write += 1) {
    const id = await create(one, `shop-${write}.acme.test`);
    expect(await list(other)).toContain(id);
  }
  await expect.poll(() => list(other).then(() => other.readers.at(-1)), limit).toBe(true);

  await replica.query("SELECT pg_wal_replay_pause()");
  const id = await create(other, "late.acme.test");
  expect(await list(one)).toContain(id);
  expect(await list(other)).toContain(id);
  expect([one.readers.at(-1), other.readers.at(-1)]).toEqual([false, false]);
  await replica.query("SELECT pg_wal_replay_resume()");
  await expect.poll(() => list(one).then(() => one.readers.at(-1)), limit).toBe(true);
  expect(await list(one)).toContain(id);
});

it("every endpoint that may read from a replica answers from one alone", async () => {
  const id = await create(one, "every.acme.test");
  // What staff sees of a company is recorded, on the primary.
  const { prisma } = one.service.database;
  await prisma.connection.update({ where: { id }, data: { state: "stalled" } });
  await prisma.job.updateMany({ data: { failedAt: new Date(), lastError: "broken" } });
  const { userId } = await createTestUser(one.service, { isStaff: true });
  const staff = await signedInHeaders(one.service, userId);
  const params = { id };
  for (const endpoint of endpoints.filter((candidate) => candidate.replica)) {
    const isForStaff = endpoint.caller === "staff";
    const isAboutTenant = endpoint.path.startsWith("/v1/support/tenants/");
    const query = queries[endpoint.id] ?? "";
    const call = async () => {
      installTestRuntime(one.service);
      const { status, json } = await callRoute(routes[endpoint.id], isForStaff ? null : SECRET, {
        query,
        params: pathParameters(endpoint).length === 0 ? {} : isAboutTenant ? { id: tenant.tenantId } : params,
        headers: isForStaff ? staff : {},
      });
      return [json.error, status, one.readers.at(-1)];
    };
    await expect.poll(call, { ...limit, message: endpoint.id }).toEqual([undefined, 200, true]);
  }
  expect(one.warnings).toEqual([]);
  expect(await prisma.auditEntry.count({ where: { action: { startsWith: "support." } } })).toBeGreaterThan(0);
  expect(await replica.query("SELECT 1 FROM pg_stat_activity WHERE query ILIKE '%FROM connections%'")).not.toEqual([]);
});

it("while the replica is away, and when it is back, lists are answered", async () => {
  const id = await create(one, "away.acme.test");
  await expect.poll(() => list(one).then(() => one.readers.at(-1)), limit).toBe(true);
  await replica.stop();
  for (let read = 0; read < 5; read += 1) expect(await list(one)).toContain(id);
  expect(one.readers.at(-1)).toBe(false);
  await replica.restart();
  await expect.poll(() => list(one).then(() => one.readers.at(-1)), limit).toBe(true);
  expect(await list(one)).toContain(id);
});

it("a replica that was promoted is none any more", async () => {
  const { database } = one.service;
  await expect.poll(() => database.reader().then((reader) => reader !== null), limit).toBe(true);
  await replica.query("SELECT pg_promote()");
  await expect.poll(() => replica.query("SELECT pg_is_in_recovery() AS standby"), limit).toEqual([{ standby: false }]);
  expect(await database.reader()).toBeNull();
});
