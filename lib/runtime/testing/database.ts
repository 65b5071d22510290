import { randomUUID } from "node:crypto";
import { openAsBlob, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { Client } from "pg";
import { type Database, openPostgres, pgliteDatabase } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";
import { processSingleton } from "@/lib/kernel/process-singleton";

export type TestEngine = "pglite" | "postgres";

/** The engine of this run, from `TEST_ENGINE`. PostgreSQL needs a server at `TEST_POSTGRES_URL`. */
export function testEngine(): TestEngine {
  return process.env.TEST_ENGINE === "postgres" ? "postgres" : "pglite";
}

/** A database without tables for one test file. */
export async function openEmptyDatabase(): Promise<Database> {
  return testEngine() === "pglite" ? openPgliteFrom(undefined) : openDatabaseOf(postgresUrl(), "template1");
}

/** The same with every migration applied: a copy of the run's template, if there is one (lib/runtime/testing/template-*). */
export async function openTestDatabase(): Promise<Database> {
  const isPglite = testEngine() === "pglite";
  const template = isPglite ? process.env.TEST_PGLITE_TEMPLATE : process.env.TEST_POSTGRES_TEMPLATE;
  if (template) return isPglite ? openPgliteFrom(template) : openDatabaseOf(postgresUrl(), template);
  const database = await openEmptyDatabase();
  await applyMigrations(database, readMigrations());
  return database;
}

/** @param dump a data folder as a tar file; without it, a new one is created, which takes seconds */
async function openPgliteFrom(dump: string | undefined): Promise<Database> {
  const loadDataDir = dump === undefined ? {} : { loadDataDir: await openAsBlob(dump) };
  // Compiling is a third of the time it takes to open a database, so a worker compiles the engine once.
  const wasmModule = await processSingleton("pglite-engine", compilePglite);
  const pglite = await PGlite.create({ extensions: { pg_trgm }, wasmModule, ...loadDataDir });
  return pgliteDatabase(pglite, () => undefined);
}

function compilePglite(): Promise<WebAssembly.Module> {
  const entry = fileURLToPath(import.meta.resolve("@electric-sql/pglite"));
  return WebAssembly.compile(readFileSync(join(dirname(entry), "pglite.wasm")));
}

async function openDatabaseOf(server: string, template: string): Promise<Database> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
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

function postgresUrl(): string {
  const server = process.env.TEST_POSTGRES_URL;
  if (!server) throw new Error("TEST_POSTGRES_URL is not set: `npm test` starts a PostgreSQL and sets it.");
  return server;
}

export async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
