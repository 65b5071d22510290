import { execFile } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ApiLoad, startApiLoad } from "@/e2e/support/api-load";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { compileThisRelease, type Release } from "@/e2e/support/release";
import { createScratchDirectory, type ScratchDirectory } from "@/e2e/support/scratch-directory";
import { createTwoInstances, type TwoInstances } from "@/e2e/support/two-instances";
import { signInWithPassword } from "@/lib/accounts/users/sign-in-with-password";
import { type Database, openPglite, openPostgres } from "@/lib/db/client";
import { type SandboxDns, startSandboxDns } from "@/lib/dns/sandbox/dns-server";
import { createPasswords } from "@/lib/platform/crypto/passwords";
import { type Manifest, readManifest } from "@/lib/runtime/backup/manifest";
import { demoPeople } from "@/lib/runtime/sandbox/demo-people";
import { createTestService, createTestTenant } from "@/lib/runtime/testing/context";
import { replicaOf } from "@/lib/runtime/testing/edge-replica";
import { pgliteTemplate } from "@/lib/runtime/testing/pglite-template";
import { addConnection } from "@/lib/runtime/testing/webhooks";
import { timeLimit } from "@/scripts/time-limit.mjs";

// The operator's commands, as they are run: a backup while the app works, and what is there after it was restored.
const limit = { timeout: timeLimit(60_000) };
const root = join(import.meta.dirname, "..");

type Run = { code: number; output: string };

/** npm run <name>. */
async function run(name: "backup" | "restore" | "upgrade", args: string[], env: Record<string, string>): Promise<Run> {
  const whole = { PATH: process.env.PATH, HOME: process.env.HOME, LATCHKEY_MODE: "sandbox", ...env };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [join("scripts", `${name}.mjs`), ...args], {
      cwd: root,
      env: whole as unknown as NodeJS.ProcessEnv,
      timeout: timeLimit(120_000),
    });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

async function countRows(database: Database): Promise<Manifest["counts"]> {
  const tables = await database.prisma.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`;
  const counts: Manifest["counts"] = {};
  for (const { name } of tables) {
    const [row] = await database.prisma.$queryRawUnsafe<{ n: number }[]>(`SELECT count(*)::int AS n FROM "${name}"`);
    counts[name] = row?.n ?? -1;
  }
  return counts;
}

let scratch: ScratchDirectory;

beforeAll(() => {
  scratch = createScratchDirectory("backup");
});
afterAll(() => scratch?.remove());

describe("PostgreSQL", () => {
  let postgres: Postgres;
  let release: Release;
  let dns: SandboxDns;
  let instances: TwoInstances;
  let restored: TwoInstances;
  let load: ApiLoad;
  let firstUrl: string;
  let secondUrl: string;
  let database: Database;
  let folder: string;
  let dataDir: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
    release = await compileThisRelease();
    firstUrl = await postgres.createDatabase();
    secondUrl = await postgres.createDatabase();
    dns = await startSandboxDns({
      host: "127.0.0.1",
      port: 0,
      edge: { hostname: "edge.latchkey.test", addresses: ["127.0.0.1"] },
    });
    instances = await createTwoInstances({ databaseUrl: firstUrl, dnsPort: dns.port, replay: false });
    restored = await createTwoInstances({ databaseUrl: secondUrl, dnsPort: dns.port, replay: false });
    await instances.start(0, release);
    database = openPostgres(firstUrl, 2, () => undefined);
    await database.prisma.tenant.updateMany({ data: { plan: "enterprise" } });
    folder = join(scratch.path, "backup");
    dataDir = join(scratch.path, "data");
    // As Caddy keeps them.
    mkdirSync(join(dataDir, "caddy/certificates"), { recursive: true });
    mkdirSync(join(dataDir, "caddy/locks"));
    writeFileSync(join(dataDir, "caddy/certificates/shop.key"), "a private key", { mode: 0o600 });
    writeFileSync(join(dataDir, "caddy/locks/shop.lock"), "");
    env = { SANDBOX_DATABASE_URL: firstUrl, DATA_DIR: dataDir };
  }, timeLimit(180_000));

  afterAll(async () => {
    await load?.close();
    await instances?.close();
    await restored?.close();
    await dns?.close();
    await database?.close();
    await postgres?.stop();
  });

  it("a backup is taken while the app works, and says what must be kept apart", limit, async () => {
    load = await startApiLoad(instances, (record) => dns.put(record));
    await expect.poll(() => load.delivered.size, limit).toBeGreaterThan(2);
    load.takeWebhooks(false);
    const before = load.created.size;
    await expect.poll(() => load.created.size, limit).toBeGreaterThan(before + 2);
    const { code, output } = await run("backup", ["--to", folder], env);
    expect([code, output]).toEqual([0, expect.stringContaining(folder)]);
    const manifest = readManifest(folder);
    expect(manifest.parts.map(({ name }) => name)).toEqual(["database.dump", "caddy.tar"]);
    expect(manifest.counts.connections).toBeGreaterThan(before);
    expect(statSync(folder).mode & 0o077).toBe(0);
    expect((await run("backup", ["--to", folder], env)).output).toContain("is not empty");

    // What comes after it is lost in the restored database, and known to the edges.
    const then = load.created.size;
    await expect.poll(() => load.created.size, limit).toBeGreaterThan(then + 2);
    await load.settle();
    const claims = async () => (await database.prisma.hostnameClaim.findMany()).map(({ hostname }) => hostname).sort();
    await expect.poll(async () => [...load.edge.hosts.keys()].sort(), limit).toEqual(await claims());
    expect(load.failures).toEqual([]);
    await load.unfollow();
  });

  it("nothing is restored over a database that is used, or is not empty, or from a damaged file", limit, async () => {
    expect(await run("restore", ["--from", folder], env)).toEqual({
      code: 1,
      output: expect.stringContaining(`There are certificates in ${join(dataDir, "caddy")}`),
    });
    expect(await run("restore", ["--from", folder], { ...env, DATA_DIR: join(scratch.path, "new") })).toEqual({
      code: 1,
      output: expect.stringContaining("The database is not empty"),
    });
    expect(await run("restore", ["--from", folder, "--replace"], env)).toEqual({
      code: 1,
      output: expect.stringContaining("Somebody uses the database"),
    });
    await instances.stop(0);
    await database.close();

    database = openPostgres(firstUrl, 2, () => undefined);
    const before = await countRows(database);
    await database.close();
    const dump = readFileSync(join(folder, "database.dump"));
    appendFileSync(join(folder, "database.dump"), "x");
    const damaged = await run("restore", ["--from", folder, "--replace"], env);
    expect(damaged).toEqual({ code: 1, output: expect.stringContaining("does not have the SHA-256 of the manifest") });
    writeFileSync(join(folder, "database.dump"), dump);

    // A manifest that is not of this dump: found in the transaction, which is undone.
    const manifest = readFileSync(join(folder, "manifest.json"), "utf8");
    writeFileSync(join(folder, "manifest.json"), manifest.replace(/"connections": \d+/, '"connections": 7654'));
    const wrong = await run("restore", ["--from", folder, "--replace"], env);
    expect(wrong).toEqual({ code: 1, output: expect.stringContaining("connections does not have its 7654 rows") });
    writeFileSync(join(folder, "manifest.json"), manifest);
    database = openPostgres(firstUrl, 2, () => undefined);
    expect(await countRows(database)).toEqual(before);
    expect(readFileSync(join(dataDir, "caddy/locks/shop.lock"), "utf8")).toBe("");
    await database.close();
  });

  it("a restore brings back every row, the certificates and their rights, into an empty database and over a full one", {
    timeout: timeLimit(180_000),
  }, async () => {
    const { counts } = readManifest(folder);
    const elsewhere = join(scratch.path, "data-elsewhere");
    for (const [url, data, args] of [
      [secondUrl, elsewhere, []],
      [firstUrl, dataDir, ["--replace"]],
    ] as const) {
      const { code, output } = await run("restore", ["--from", folder, ...args], {
        SANDBOX_DATABASE_URL: url,
        DATA_DIR: data,
      });
      expect([code, output]).toEqual([0, expect.stringContaining("every count is right")]);
      database = openPostgres(url, 2, () => undefined);
      expect(await countRows(database)).toEqual(counts);
      const key = join(data, "caddy/certificates/shop.key");
      expect([readFileSync(key, "utf8"), statSync(key).mode & 0o777]).toEqual(["a private key", 0o600]);
      expect(existsSync(join(data, "caddy/locks/shop.lock"))).toBe(false);
      await database.close();
    }
    expect(await run("upgrade", ["--plan"], env)).toEqual({
      code: 0,
      output: expect.stringContaining("Nothing is pending"),
    });
  });

  it("the app works on it: keys, passwords, signing secrets, and deliveries that were pending", {
    timeout: timeLimit(180_000),
  }, async () => {
    const { counts } = readManifest(folder);
    database = openPostgres(secondUrl, 2, () => undefined);
    const kept = await database.prisma.connection.findMany({ where: { hostname: { in: [...load.created.keys()] } } });
    expect(kept.length).toBeLessThan(load.created.size);
    const pending = (await database.prisma.webhookDelivery.findMany({ where: { status: "pending" } })).map(
      ({ id }) => id,
    );
    expect(pending.length).toBeGreaterThan(0);
    // Their time comes later: a receiver that refuses is given more and more of it.
    const now = new Date();
    await database.prisma.webhookDelivery.updateMany({ where: { status: "pending" }, data: { nextAttemptAt: now } });
    await database.prisma.job.updateMany({ where: { name: "deliver-webhooks" }, data: { runAt: now } });
    load.takeWebhooks(true);
    await restored.start(0, release);

    const list = await restored.call({ method: "GET", path: "/v1/connections?limit=1" });
    expect(list).toMatchObject({ status: 200, body: { data: [{ id: expect.any(String) }] } });
    const one = await restored.call({ method: "GET", path: `/v1/connections/${kept[0]?.id}` });
    expect(one).toMatchObject({ status: 200, body: { hostname: kept[0]?.hostname } });
    const open = () => database.prisma.webhookDelivery.count({ where: { id: { in: pending }, status: "pending" } });
    await expect.poll(open, limit).toBe(0);
    const service = createTestService(database, { passwords: createPasswords() });
    const { email, password } = demoPeople.owner;
    const session = await signInWithPassword(
      service,
      { email, password },
      { ip: null, requestId: "drill", userAgent: "drill" },
    );
    expect(session).toMatchObject({ sessionId: expect.any(String) });
    expect(await database.prisma.event.count()).toBeGreaterThanOrEqual(counts.events ?? 0);
  });

  it("an edge that was ahead takes the restored set, and serves nothing that it does not have", limit, async () => {
    const headers = { authorization: `Bearer ${restored.edgeToken}` };
    const path = `/internal/edge/changes?after=${load.edge.cursor}&wait=0`;
    expect(await restored.call({ method: "GET", path, headers })).toMatchObject({ status: 410 });
    const replica = replicaOf((await restored.download("/internal/edge/snapshot", headers)).toString("utf8"));
    const claims = (await database.prisma.hostnameClaim.findMany()).map(({ hostname }) => hostname).sort();
    expect([...replica.hosts.keys()].sort()).toEqual(claims);
    expect(claims.length).toBeGreaterThan(0);
    const lost = [...load.edge.hosts.keys()].filter((hostname) => !claims.includes(hostname));
    expect(lost.length, "the edge knew hostnames of after the backup").toBeGreaterThan(0);
  });
});

describe("the embedded database", () => {
  it("is backed up while nobody has it open, and restored with every row", {
    timeout: timeLimit(180_000),
  }, async () => {
    const dataDir = join(scratch.path, "embedded");
    const folder = join(scratch.path, "embedded-backup");
    const env = { DATA_DIR: dataDir };
    cpSync((await pgliteTemplate()).folder, join(dataDir, "pglite"), { recursive: true });
    const database = await openPglite(dataDir);
    const tenant = await createTestTenant(createTestService(database));
    const kept = await addConnection(tenant, "kept.acme.test");
    const refused = await run("backup", ["--to", folder], env);
    expect(refused).toEqual({ code: 1, output: expect.stringContaining(`is in use by process ${process.pid}.`) });
    await database.close();

    expect(await run("backup", ["--to", folder], env)).toMatchObject({ code: 0 });
    const { counts, engine } = readManifest(folder);
    expect([engine, counts.connections]).toEqual(["pglite", 1]);

    const later = await openPglite(dataDir);
    const again = await createTestTenant(createTestService(later));
    await addConnection(again, "lost.acme.test");
    await later.close();
    expect(await run("restore", ["--from", folder], env)).toEqual({
      code: 1,
      output: expect.stringContaining("There is a database in"),
    });
    expect(await run("restore", ["--from", folder, "--replace"], env)).toMatchObject({ code: 0 });
    const after = await openPglite(dataDir);
    expect(await countRows(after)).toEqual(counts);
    expect((await after.prisma.connection.findMany()).map(({ id }) => id)).toEqual([kept]);
    await after.close();
  });
});
