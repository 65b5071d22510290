import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { openTestDatabase } from "@/lib/runtime/testing/database";
import { describePlan, planUpgrade, type UpgradePlan } from "@/lib/runtime/upgrade";

const later = {
  name: "29990101000000_later",
  sql: "-- Things are kept by month. More.\n-- locks: writes of things, a minute for a million\nCREATE TABLE things (id int);",
  checksum: "a",
};
const breaking = {
  name: "29990102000000_breaking",
  sql: "-- Things have names.\n-- incompatible with earlier versions: they write things without a name\nSELECT 1;",
  checksum: "b",
};

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.close());

it("a plan has what is pending, and what a newer version has applied", async () => {
  const known = readMigrations();
  expect(await planUpgrade(database, known)).toMatchObject({ applied: known.length, pending: [], unknown: [] });
  const plan = await planUpgrade(database, [...known, later, breaking]);
  expect(plan.pending.map(({ name }) => name)).toEqual([later.name, breaking.name]);
  expect(plan.newest).toBe(known.at(-1)?.name);
  await applyMigrations(database, [...known, later]);
  expect(await planUpgrade(database, known)).toMatchObject({ pending: [], unknown: [later.name] });
});

describe("the text of a plan", () => {
  const now = new Date("2026-11-29T12:00:00Z");
  const nothing: UpgradePlan = { applied: 35, newest: "20261129043000_widget", pending: [], unknown: [], others: 3 };
  const textOf = (plan: Partial<UpgradePlan>, lastBackup: Date | null = null) =>
    describePlan({ ...nothing, ...plan }, { version: "0.2.0", lastBackup, now }).join("\n");
  const compatible = {
    name: later.name,
    summary: "Things are kept by month",
    locks: "writes of things",
    incompatible: null,
  };

  it("says each migration, its locks, and that the version before may go on", () => {
    const text = textOf({ pending: [compatible] });
    expect(text).toContain(
      "This is Latchkey 0.2.0. The database has 35 migrations, the newest is 20261129043000_widget.",
    );
    expect(text).toContain("Things are kept by month.\n      Locks: writes of things.");
    expect(text).toContain("The version before may go on running beside this one");
    expect(text).toContain("There is no backup");
  });

  it("says that everything must stop where a migration demands it, and who still runs", () => {
    const text = textOf({ pending: [{ ...compatible, incompatible: "they write things without a name" }] });
    expect(text).toContain("Earlier versions cannot run with it: they write things without a name.");
    expect(text).toContain(
      "Stop every app and worker before you go on.\n  ! 3 other connections to the database are open.",
    );
  });

  it("says how old the newest backup is, and that a newer version was here", () => {
    const threeDays = new Date(now.getTime() - 3 * 86_400_000);
    expect(textOf({ pending: [compatible] }, threeDays)).toContain(
      "The newest backup in DATA_DIR/backups is 3 days old.",
    );
    expect(textOf({ unknown: [later.name] })).toContain(`this one does not know ${later.name}`);
    expect(textOf({})).toContain("Nothing is pending");
  });
});
