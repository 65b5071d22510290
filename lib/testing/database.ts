import { randomUUID } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { Client } from "pg";
import { type Database, openPostgres, pgliteDatabase } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";

export type TestEngine = "pglite" | "postgres";

/** The engine of this run: `TEST_ENGINE`, and for PostgreSQL a server at `TEST_POSTGRES_URL`. */
export function testEngine(): TestEngine {
  return process.env.TEST_ENGINE === "postgres" ? "postgres" : "pglite";
}

/** A database of its own for one test file, without tables. */
export async function openEmptyDatabase(): Promise<Database> {
  if (testEngine() === "pglite") {
    const pglite = await PGlite.create({ extensions: { pg_trgm } });
    return pgliteDatabase(pglite, () => undefined);
  }
  const server = process.env.TEST_POSTGRES_URL;
  if (!server) throw new Error("TEST_POSTGRES_URL is not set: `npm test` starts a PostgreSQL and sets it.");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = openPostgres(url.href, 10, () => undefined);
  return {
    ...database,
    async close() {
      await database.close();
      await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** The same with every migration applied. */
export async function openTestDatabase(): Promise<Database> {
  const database = await openEmptyDatabase();
  await applyMigrations(database, readMigrations());
  return database;
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
