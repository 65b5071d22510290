import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Postgres, startPostgres } from "@/e2e/support/postgres";
import { type Database, openPostgres } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { createTestService, createTestTenant } from "@/lib/runtime/testing/context";

// `npm run doctor -- --upstreams`, as operators run it after an upgrade: the script itself, on a real PostgreSQL.
const script = join(import.meta.dirname, "../scripts/doctor.mjs");
let postgres: Postgres;
let database: Database;
let databaseUrl = "";

beforeAll(async () => {
  postgres = await startPostgres({ sharedUrl: process.env.TEST_POSTGRES_URL });
  databaseUrl = await postgres.createDatabase();
  database = openPostgres(databaseUrl, 2, () => undefined);
  await applyMigrations(database, readMigrations());
});
afterAll(async () => {
  await database?.close();
  await postgres?.stop();
});

function doctor(args: readonly string[], env: Record<string, string> = {}) {
  const secret = () => randomBytes(32).toString("base64");
  const production = {
    LATCHKEY_MODE: "production",
    DATABASE_URL: databaseUrl,
    APP_URL: "https://dash.latchkey-platform.com",
    EDGE_HOSTNAME: "edge.latchkey-platform.com",
    EDGE_ADDRESSES: "198.41.0.4",
    EDGE_ISSUER: "acme",
    AUTH_SECRET: secret(),
    TOKEN_HMAC_SECRET: secret(),
    CREDENTIAL_ENC_KEY: secret(),
    WORKER_SECRET: secret(),
  };
  const options = { env: { NODE_ENV: "test" as const, PATH: process.env.PATH, ...production, ...env } };
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    const child = execFile(process.execPath, [script, ...args], options, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

it("lists the applications of all tenants whose upstream is refused, and exits with 1 while there is one", async () => {
  const service = createTestService(database);
  const [one, two] = [await createTestTenant(service), await createTestTenant(service)];
  const write = (id: string, upstream: string) =>
    database.prisma.application.update({ where: { id }, data: { upstream, name: "Shop\u001b[2J" } });
  await write(one.applicationId, "http://10.20.0.5:3410");
  await write(two.applicationId, "https://eu.edge.latchkey-platform.com");

  const listed = await doctor(["--upstreams"]);
  expect([listed.code, listed.stderr]).toEqual([1, ""]);
  expect(listed.stdout).toContain("2 applications of 2 not served");
  for (const text of [one.applicationId, one.tenantId, "http://10.20.0.5:3410", "address_not_allowed"]) {
    expect(listed.stdout).toContain(text);
  }
  expect(listed.stdout).toMatch(/eu\.edge\.latchkey-platform\.com\n +Rule +leads_to_edge/);
  expect(listed.stdout).not.toContain("\u001b");

  const allowed = await doctor(["--upstreams", "--json"], { EDGE_UPSTREAM_ALLOW: `${one.tenantId}=10.20.0.0/16` });
  expect(allowed.code).toBe(1);
  expect(JSON.parse(allowed.stdout)).toMatchObject({ checked: 2, refused: [{ id: two.applicationId }] });

  await write(two.applicationId, "https://origin.example.com");
  const nothing = { EDGE_UPSTREAM_ALLOW: "10.20.0.0/16", DNS_RESOLVERS: "127.0.0.1:9" };
  const clean = await doctor(["--upstreams"], nothing);
  expect([clean.code, clean.stdout]).toEqual([0, expect.stringContaining("2 applications with an upstream")]);
});

it("says in one line what it needs, and accepts no hostname with it", async () => {
  const bare = { LATCHKEY_MODE: "sandbox", DATABASE_URL: "" };
  const without = await doctor(["--upstreams"], bare);
  expect([without.code, without.stdout, without.stderr]).toEqual([
    1,
    "",
    expect.stringMatching(/✗ Set DATABASE_URL: the applications are in the database/),
  ]);
  const both = await doctor(["shop.acme.com", "--upstreams"], bare);
  expect([both.code, both.stdout]).toEqual([1, expect.stringContaining("--upstreams")]);
});
