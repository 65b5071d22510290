import { afterAll, beforeAll, expect, it } from "vitest";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { openEmptyDatabase } from "@/lib/runtime/testing/database";

let database: Awaited<ReturnType<typeof openEmptyDatabase>>;

beforeAll(async () => {
  database = await openEmptyDatabase();
});
afterAll(() => database.close());

it("applies what is pending once, also when two starters race, and records it as Prisma does", async () => {
  const migrations = readMigrations();
  const [first, second] = await Promise.all([
    applyMigrations(database, migrations),
    applyMigrations(database, migrations),
  ]);
  expect([...first, ...second].sort()).toEqual(migrations.map(({ name }) => name));
  expect(await applyMigrations(database, migrations)).toEqual([]);
  const rows = await database.prisma
    .$queryRaw`SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations`;
  expect(rows).toEqual(migrations.map(({ name, checksum }) => ({ migration_name: name, checksum, finished: true })));
});

it("refuses to start on a history that was edited", async () => {
  const edited = readMigrations().map((migration) => ({ ...migration, checksum: "0".repeat(64) }));
  await expect(applyMigrations(database, edited)).rejects.toThrow(/was edited after it had been applied/);
});

it("leaves nothing of a migration that fails", async () => {
  const broken = {
    name: "29990101000000_broken",
    sql: "CREATE TABLE half (id int); SELECT nonsense();",
    checksum: "x",
  };
  await expect(applyMigrations(database, [broken])).rejects.toThrow(/29990101000000_broken failed/);
  expect(await database.prisma.$queryRaw`SELECT to_regclass('half')::text AS half`).toEqual([{ half: null }]);
});
