import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pgliteDatabase } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { diffDatabaseFromSchema } from "@/lib/runtime/testing/schema-engine";

// On the embedded engine alone: both run the same SQL, and Prisma's engine cannot read PostgreSQL through its own adapter.
let pglite: PGlite;

beforeAll(async () => {
  pglite = await PGlite.create({ extensions: { pg_trgm } });
  await applyMigrations(
    pgliteDatabase(pglite, () => undefined),
    readMigrations(),
  );
});
afterAll(() => pglite.close());

it("the migrations give the tables that the schema says, and a missing index is noticed", async () => {
  expect(await diffDatabaseFromSchema(new PrismaPGlite(pglite) as never)).toBe("");
  await pglite.exec("DROP INDEX connections_held_hostname_key");
  expect(await diffDatabaseFromSchema(new PrismaPGlite(pglite) as never)).toContain("connections_held_hostname_key");
});
