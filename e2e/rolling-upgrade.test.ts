import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { type ApiLoad, startApiLoad } from "@/e2e/support/api-load";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { compilePreviousRelease, compileThisRelease, type Release } from "@/e2e/support/release";
import { createTwoInstances, type TwoInstances } from "@/e2e/support/two-instances";
import { type Database, openPostgres } from "@/lib/db/client";
import { readAppliedMigrations, readMigrations } from "@/lib/db/migrate";
import { type SandboxDns, startSandboxDns } from "@/lib/dns/sandbox/dns-server";
import { timeLimit } from "@/scripts/time-limit.mjs";

// The release before and this one on one database, while callers go on. The servers are whole but for their pages.
const limit = { timeout: timeLimit(60_000) };
const edge = { hostname: "edge.latchkey.test", addresses: ["127.0.0.1"] };

let postgres: Postgres;
let before: Release;
let now: Release;
let database: Database;
let dns: SandboxDns;
let instances: TwoInstances;
let load: ApiLoad | null;

beforeAll(async () => {
  postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
  before = await compilePreviousRelease();
  now = await compileThisRelease();
}, timeLimit(120_000));

afterAll(() => postgres?.stop());

async function open({ replay }: { replay: boolean }): Promise<void> {
  const databaseUrl = await postgres.createDatabase();
  database = openPostgres(databaseUrl, 2, () => undefined);
  dns = await startSandboxDns({ host: "127.0.0.1", port: 0, edge });
  instances = await createTwoInstances({ databaseUrl, dnsPort: dns.port, replay });
}

beforeEach(() => {
  load = null;
});

afterEach(async () => {
  await load?.close();
  await instances?.close();
  await dns?.close();
  await database?.close();
});

it("an upgrade, the way back, and the upgrade again fail no request and lose no work", {
  timeout: timeLimit(300_000),
}, async () => {
  await open({ replay: true });
  await instances.start(0, before);
  expect((await readAppliedMigrations(database)).at(-1)?.name).toBe(
    readMigrations(`${before.folder}/prisma/migrations`).at(-1)?.name,
  );
  await database.prisma.tenant.updateMany({ data: { plan: "enterprise" } });
  load = await startApiLoad(instances, (record) => dns.put(record));
  await progress(load);

  // The new version migrates while the old one works.
  await instances.start(1, now);
  expect((await readAppliedMigrations(database)).map(({ name }) => name)).toEqual(
    readMigrations().map(({ name }) => name),
  );
  await progress(load);
  await instances.stop(0);
  await progress(load);

  // Back, on the new schema.
  await instances.start(0, before);
  await progress(load);
  await instances.stop(1);
  await progress(load);

  await instances.start(1, now);
  await progress(load);
  await instances.stop(0);
  await progress(load);
  await expectNothingLost(load);
});

it("two instances that are restarted in turn fail no request, without any repetition", {
  timeout: timeLimit(300_000),
}, async () => {
  await open({ replay: false });
  await instances.start(0, now);
  await instances.start(1, now);
  await database.prisma.tenant.updateMany({ data: { plan: "enterprise" } });
  load = await startApiLoad(instances, (record) => dns.put(record));
  for (const place of [0, 1, 0, 1] as const) {
    await progress(load);
    await instances.stop(place);
    await instances.start(place, now);
  }
  await progress(load);
  await expectNothingLost(load);
});

/** Until each kind of request was answered a few times more. */
async function progress({ counts, failures }: ApiLoad): Promise<void> {
  const seen = { ...counts };
  const kinds = ["create", "verify", "get", "list"];
  const hasMoved = () => kinds.every((kind) => (counts[kind] ?? 0) >= (seen[kind] ?? 0) + 3);
  await expect.poll(() => failures.length > 0 || hasMoved(), limit).toBe(true);
  expect(failures).toEqual([]);
}

async function expectNothingLost(load: ApiLoad): Promise<void> {
  await load.settle();
  const ids = [...load.created.values()].sort();
  const created = await database.prisma.connection.findMany({ where: { hostname: { in: [...load.created.keys()] } } });
  expect(created.map(({ id }) => id).sort()).toEqual(ids);
  const missing = (seen: Set<string>) => ids.filter((id) => !seen.has(id));
  await expect.poll(() => missing(load.delivered), limit).toEqual([]);
  await expect.poll(() => missing(load.reported), limit).toEqual([]);
  // A lost job: one that nobody works on, or that has failed.
  const now = new Date();
  const failed = () => database.prisma.job.findMany({ where: { failedAt: { not: null } } });
  await expect.poll(async () => (await failed()).map(({ name, lastError }) => [name, lastError]), limit).toEqual([]);
  expect(await database.prisma.job.count({ where: { lockedBy: { not: null }, lockedUntil: { lt: now } } })).toBe(0);
  const claims = async () =>
    (await database.prisma.hostnameClaim.findMany({ select: { hostname: true } }))
      .map(({ hostname }) => hostname)
      .sort();
  await expect.poll(async () => [...load.edge.hosts.keys()].sort(), limit).toEqual(await claims());
  expect(load.failures).toEqual([]);
  console.info(`requests answered: ${JSON.stringify(load.counts)}; ${ids.length} connections, none lost`);
}
