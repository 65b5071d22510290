import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pgliteDatabase } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { oneLine } from "@/lib/kernel/one-line";

const migration = "20261128080000_visible_names";
const marks = [
  "\n",
  "\r\n",
  "\t",
  "\x1b",
  "\x85",
  "\u00ad",
  "\u2028",
  "\u202e",
  "\u200b",
  "\ufeff",
  "\ue000",
  "\u{e0041}",
];
const names = marks.map((mark) => `Your bank${mark}Pay now`);
const fine = ["Bücher & Söhne", "株式会社", "葛\u{e0100}", "❤️", "שלום"];
let pglite: PGlite;

beforeAll(async () => {
  pglite = await PGlite.create({ extensions: { pg_trgm } });
  const database = pgliteDatabase(pglite, () => undefined);
  await applyMigrations(
    database,
    readMigrations().filter(({ name }) => name < migration),
  );
  for (const [index, name] of [...names, ...fine].entries()) {
    const id = `019aa6c4-0000-7000-8000-${String(index).padStart(12, "0")}`;
    await pglite.query("INSERT INTO tenants (id, name, created_at) VALUES ($1, $2, now())", [id, name]);
  }
  await applyMigrations(database, readMigrations());
});
afterAll(() => pglite.close());

it("names of before the rule show what was hidden in them, and the others are as they were", async () => {
  const { rows } = await pglite.query<{ name: string }>("SELECT name FROM tenants ORDER BY id");
  const shown = rows.map(({ name }) => name);
  expect(shown.slice(0, names.length)).toEqual(
    marks.map((mark) => `Your bank${"\ufffd".repeat([...mark].length)}Pay now`),
  );
  expect(shown.slice(names.length)).toEqual(fine);
  for (const name of shown) expect(oneLine(120).safeParse(name).success).toBe(true);
});
