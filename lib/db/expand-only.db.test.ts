import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Database } from "@/lib/db/client";
import { describeMigration } from "@/lib/db/describe-migration";
import { applyMigrations, type Migration, readMigrations } from "@/lib/db/migrate";
import { openEmptyDatabase } from "@/lib/runtime/testing/database";

// While an installation is upgraded, the release before runs on the schema of this one. So what it uses stays.

const release = z
  .object({ migration: z.string() })
  .parse(JSON.parse(readFileSync(new URL("../../prisma/previous-release.json", import.meta.url), "utf8")));
const migrations = readMigrations();
const earlier = migrations.filter(({ name }) => name <= release.migration);
const newer = migrations.filter(({ name }) => name > release.migration);

/** What a newer migration takes away or demands although the rule forbids it, with the reason why nobody is harmed. */
const exceptions: Record<string, string> = {
  "there is no longer a unique index: webhook_attempts: UNIQUE (id)":
    "no release writes an attempt again: its number in the delivery is unique",
};

type Facts = {
  /** `table.column` with what a writer and a reader of the release rely on. */
  columns: Map<string, { type: string; required: boolean; hasDefault: boolean }>;
  tables: Set<string>;
  labels: Set<string>;
  /** What a row of a table must fulfil, without its name. */
  rules: Set<string>;
  /** What ON CONFLICT can name. */
  unique: Set<string>;
};

let database: Database;
let before: Facts;

beforeAll(async () => {
  database = await openEmptyDatabase();
  await applyMigrations(database, earlier);
  before = await readFacts(database.prisma);
});
afterAll(() => database?.close());

it("the release that is named is one of the migrations", () => {
  expect(migrations.map(({ name }) => name)).toContain(release.migration);
});

const contractions: [sql: string, problem: string][] = [
  ["DROP TABLE saved_views", "the table saved_views is gone"],
  ["ALTER TABLE saved_views RENAME TO stored_views", "the table saved_views is gone"],
  ["ALTER TABLE connections DROP COLUMN end_user_ref", "the column connections.end_user_ref is gone"],
  ["ALTER TABLE connections RENAME COLUMN end_user_ref TO person", "the column connections.end_user_ref is gone"],
  ["ALTER TABLE connections ALTER end_user_ref TYPE text", "the column connections.end_user_ref has another type"],
  ["ALTER TABLE connections ALTER end_user_ref SET NOT NULL", "the column connections.end_user_ref became required"],
  ["ALTER TABLE jobs ALTER attempts DROP DEFAULT", "the column jobs.attempts lost its default"],
  ["ALTER TABLE jobs ADD COLUMN colour text NOT NULL", "the new column jobs.colour is required and has no default"],
  ["ALTER TABLE jobs ADD CHECK (attempts < 5)", "there is a new rule of jobs: CHECK ((attempts < 5))"],
  ["CREATE UNIQUE INDEX ON jobs (name, run_at)", "there is a new rule of jobs: UNIQUE (name, run_at)"],
];

describe("a migration that would break the release is found", () => {
  it.each(contractions)("%s", async (sql, problem) => {
    class Undo extends Error {}
    await database.prisma
      .$transaction(async (tx) => {
        await tx.$executeRawUnsafe(sql);
        expect(findContractions(before, await readFacts(tx))).toContain(problem);
        throw new Undo();
      })
      .catch((error) => {
        if (!(error instanceof Undo)) throw error;
      });
  });

  it("by a unique index that is gone, too, because ON CONFLICT names it", () => {
    const [one = ""] = before.unique;
    const after = { ...before, unique: new Set([...before.unique].filter((other) => other !== one)) };
    expect(findContractions(before, after)).toEqual([`there is no longer a unique index: ${one}`]);
  });
});

it("what the release uses stays, and nothing new is demanded of it", async () => {
  // Those after a migration that says so itself are never met by the release.
  const first = newer.findIndex((migration) => describeMigration(migration).incompatible !== null);
  const beside = first === -1 ? newer : newer.slice(0, first);
  await applyMigrations(database, [...earlier, ...beside]);
  expect(findContractions(before, await readFacts(database.prisma)).sort()).toEqual(Object.keys(exceptions).sort());
});

it.each(newer.map((migration) => [migration.name, migration] as const))(
  "%s says in its first sentence what it is for, and what waits while it runs",
  (_, migration) => {
    expect(migration.sql, "a comment at its head").toMatch(/^-- \S/);
    if (slowStatements(migration).length > 0) {
      expect(
        describeMigration(migration).locks,
        `-- locks: … for ${slowStatements(migration).join("; ")}`,
      ).not.toBeNull();
    }
  },
);

it.each([
  ["CREATE INDEX a ON connections (x);", 1],
  ["CREATE TABLE fresh (id int);\nCREATE INDEX a ON fresh (id);", 0],
  ["UPDATE connections SET x = 1;", 1],
  ["ALTER TABLE jobs ADD CONSTRAINT a CHECK (b > 0);", 1],
  ["ALTER TABLE jobs ADD CONSTRAINT a CHECK (b > 0) NOT VALID;", 0],
  ["ALTER TABLE jobs ADD COLUMN b int;", 0],
  ["-- UPDATE nothing\nALTER TABLE jobs ALTER COLUMN b TYPE bigint;", 1],
])("what takes as long as the table is large is recognised: %s", (sql, count) => {
  expect(slowStatements({ sql })).toHaveLength(count);
});

/** Statements that read or write all of a table that was there before. */
function slowStatements({ sql }: Pick<Migration, "sql">): string[] {
  const created = new Set([...sql.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)/gi)].map(([, name]) => name));
  const statements = sql
    .replaceAll(/^\s*--.*$/gm, "")
    .split(";")
    .map((statement) => statement.trim().replaceAll(/\s+/g, " "));
  const tableOf = (statement: string) =>
    /^(?:CREATE (?:UNIQUE )?INDEX (?:.*?) ON|UPDATE|DELETE FROM|ALTER TABLE) (?:ONLY )?"?(\w+)/i.exec(statement)?.[1];
  return statements.filter((statement) => {
    const table = tableOf(statement);
    if (table === undefined || created.has(table)) return false;
    if (!/^ALTER/i.test(statement)) return true;
    const validates = /ADD (CONSTRAINT|CHECK|UNIQUE|FOREIGN KEY|PRIMARY KEY)/i.test(statement);
    return (validates && !/NOT VALID$/i.test(statement)) || /ALTER (COLUMN )?\S+ (SET DATA )?TYPE/i.test(statement);
  });
}

function findContractions(one: Facts, other: Facts): string[] {
  const problems: string[] = [];
  for (const table of one.tables) if (!other.tables.has(table)) problems.push(`the table ${table} is gone`);
  for (const [name, column] of one.columns) {
    const now = other.columns.get(name);
    if (now === undefined) problems.push(`the column ${name} is gone`);
    else if (now.type !== column.type) problems.push(`the column ${name} has another type`);
    else if (now.required && !column.required) problems.push(`the column ${name} became required`);
    else if (now.required && column.hasDefault && !now.hasDefault) problems.push(`the column ${name} lost its default`);
  }
  for (const [name, { required, hasDefault }] of other.columns) {
    const isNew = !one.columns.has(name) && one.tables.has(name.split(".")[0] ?? "");
    if (isNew && required && !hasDefault) problems.push(`the new column ${name} is required and has no default`);
  }
  for (const label of one.labels) if (!other.labels.has(label)) problems.push(`the label ${label} is gone`);
  for (const rule of other.rules) {
    const isOfOldTable = one.tables.has(rule.split(":")[0] ?? "");
    if (isOfOldTable && !one.rules.has(rule)) problems.push(`there is a new rule of ${rule}`);
  }
  for (const index of one.unique)
    if (!other.unique.has(index)) problems.push(`there is no longer a unique index: ${index}`);
  return problems;
}

type Reader = Pick<Database["prisma"], "$queryRawUnsafe">;

async function readFacts(reader: Reader): Promise<Facts> {
  const rows = <R>(sql: string) => reader.$queryRawUnsafe<R[]>(sql);
  const columns = await rows<{ name: string; type: string; required: boolean; has_default: boolean }>(`
    SELECT c.relname || '.' || a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required,
      (a.atthasdef OR a.attidentity <> '') AS has_default
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`);
  const tables = await rows<{ name: string }>(`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`);
  const labels = await rows<{ name: string }>(`
    SELECT t.typname || '.' || e.enumlabel AS name FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid`);
  const constraints = await rows<{ name: string }>(`
    SELECT conrelid::regclass || ': ' || pg_get_constraintdef(oid) AS name FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'x')`);
  const unique = await rows<{ name: string }>(`
    SELECT i.indrelid::regclass || ': UNIQUE ' || regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING btree ', '') AS name
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique`);
  const names = (list: { name: string }[]) => new Set(list.map(({ name }) => name));
  return {
    columns: new Map(
      columns.map(({ name, type, required, has_default: hasDefault }) => [name, { type, required, hasDefault }]),
    ),
    tables: names(tables),
    labels: names(labels),
    rules: names([...constraints, ...unique]),
    unique: names(unique),
  };
}
