import { expect, it } from "vitest";
import { describeMigration } from "@/lib/db/describe-migration";
import { readMigrations } from "@/lib/db/migrate";

it("says what a migration is for, what waits, and whether the version before can go on", () => {
  const sql = `-- Deliveries are kept by month. Old months
-- are dropped as a whole.
-- locks: writes of deliveries, about 10 s for a million
-- incompatible with earlier versions: they write to deliveries_old
CREATE TABLE x (id int);
-- Not of the head.`;
  expect(describeMigration({ name: "20270101000000_months", sql })).toEqual({
    name: "20270101000000_months",
    summary: "Deliveries are kept by month",
    locks: "writes of deliveries, about 10 s for a million",
    incompatible: "they write to deliveries_old",
  });
  expect(describeMigration({ name: "20270101000000_saved_views", sql: "SELECT 1;" })).toEqual({
    name: "20270101000000_saved_views",
    summary: "saved views",
    locks: null,
    incompatible: null,
  });
});

it("has a summary for every migration there is", () => {
  for (const migration of readMigrations()) expect(describeMigration(migration).summary).toMatch(/\w{3}/);
});
