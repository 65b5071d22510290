import { afterAll, beforeAll, expect, it } from "vitest";
import {
  applyMigrations,
  NewerDatabaseError,
  newerDatabaseWarning,
  readAppliedMigrations,
  readMigrations,
  UpgradeNeededError,
} from "@/lib/db/migrate";
import { waitForDatabase } from "@/lib/db/wait-for-database";
import { openEmptyDatabase, testEngine } from "@/lib/runtime/testing/database";

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

it("an array of a type that was created just now is passed as one", async () => {
  await database.execute("CREATE TYPE mood AS ENUM ('calm', 'busy')");
  const moods = ["calm", "busy"];
  const [row] = await database.prisma.$queryRaw<{ moods: string }[]>`SELECT ${moods}::mood[]::text AS moods`;
  expect(row).toEqual({ moods: "{calm,busy}" });
});

const later = {
  name: "29990102000000_later",
  sql: "-- Something new.\nCREATE TABLE later_things (id int);",
  checksum: "a",
};
const breaking = {
  name: "29990103000000_breaking",
  sql: "-- incompatible with earlier versions: they don't know later_things.name\nALTER TABLE later_things ADD COLUMN name text;",
  checksum: "b",
};

it("an earlier version runs on a newer database, and says that it does", async () => {
  const known = readMigrations();
  expect(newerDatabaseWarning(await readAppliedMigrations(database), known)).toBeNull();
  expect(await applyMigrations(database, [...known, later])).toEqual([later.name]);
  expect(await applyMigrations(database, known)).toEqual([]);
  const warning = newerDatabaseWarning(await readAppliedMigrations(database), known);
  expect(warning).toContain(
    "upgraded by a newer version of Latchkey (1 unknown migrations, the last one 29990102000000_later)",
  );
});

it("an incompatible migration is applied only where no earlier version runs, and keeps earlier versions out", async () => {
  const known = [...readMigrations(), later];
  const beside = applyMigrations(database, [...known, breaking], { alone: false });
  await expect(beside).rejects.toThrow(UpgradeNeededError);
  await expect(beside).rejects.toThrow(
    /cannot be applied beside .*they don't know later_things\.name\. Stop every app/,
  );
  expect(await applyMigrations(database, known)).toEqual([]);

  expect(await applyMigrations(database, [...known, breaking], { alone: true })).toEqual([breaking.name]);
  expect(await applyMigrations(database, [...known, breaking], { alone: false })).toEqual([]);
  const earlier = applyMigrations(database, known, { alone: false });
  await expect(earlier).rejects.toThrow(NewerDatabaseError);
  await expect(earlier).rejects.toThrow(
    /29990103000000_breaking\), and this version cannot run on it: they don't know/,
  );
});

it("a new database takes every migration at once, incompatible ones too", async () => {
  const empty = await openEmptyDatabase();
  try {
    const all = [later, breaking];
    expect(await applyMigrations(empty, all, { alone: false })).toEqual(all.map(({ name }) => name));
  } finally {
    await empty.close();
  }
});

it.runIf(testEngine() === "postgres")(
  "a migration that waits for a lock lets the others through, and is tried again",
  async () => {
    const locking = {
      name: "29990104000000_locking",
      sql: "ALTER TABLE later_things ADD COLUMN more int;",
      checksum: "c",
    };
    const all = [...readMigrations(), later, breaking, locking];
    let release = () => {};
    let noteHeld = () => {};
    const isHeld = new Promise<void>((resolve) => {
      noteHeld = resolve;
    });
    const holder = database.prisma.$transaction(
      async (tx) => {
        await tx.$queryRaw`SELECT count(*)::int FROM later_things`;
        noteHeld();
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      },
      { timeout: 60_000 },
    );
    await isHeld;
    const waited: string[] = [];
    const applied = await waitForDatabase(() => applyMigrations(database, all, { alone: true }), {
      onWaiting: (sentence) => waited.push(sentence),
      pause: async () => {
        // While it pauses, nobody waits behind it: the table can be read by others.
        expect(await database.prisma.$queryRaw`SELECT count(*)::int AS n FROM later_things`).toEqual([{ n: 0 }]);
        release();
        await holder;
      },
    });
    expect(waited).toEqual([
      expect.stringContaining("another transaction holds a lock that a migration needs (55P03)"),
    ]);
    expect(applied).toEqual([locking.name]);
  },
);
