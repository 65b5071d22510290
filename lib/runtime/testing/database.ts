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
  if (dump === undefined) return pgliteDatabase(await createPglite({}), () => undefined);
  const used = emptied().pop();
  return lend(used ?? (await createPglite({ loadDataDir: await openAsBlob(dump) })));
}

async function createPglite(options: { loadDataDir?: Blob }): Promise<PGlite> {
  // Compiling is a third of the time it takes to open a database, so a worker compiles the engine once.
  const wasmModule = await processSingleton("pglite-engine", compilePglite);
  return PGlite.create({ extensions: { pg_trgm }, wasmModule, ...options });
}

/** Databases of this worker whose test file has ended. Emptying one takes a tenth of the time that opening one does. */
function emptied(): PGlite[] {
  return processSingleton("emptied-pglites", () => []);
}

/** The database until it is closed: then whatever still uses it fails, as with one that is really closed. */
function lend(pglite: PGlite): Database {
  let isClosed = false;
  let subscriptions = 0;
  const lent = new Proxy(pglite, {
    get(target, key) {
      if (key === "close") return async () => undefined;
      if (isClosed) throw new Error("this test's database is closed");
      if (key === "listen")
        return async (channel: string, callback: (payload: string) => void) => {
          const unlisten = await target.listen(channel, callback);
          subscriptions += 1;
          return async () => {
            await unlisten();
            subscriptions -= 1;
          };
        };
      const value = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const database = pgliteDatabase(lent, () => undefined);
  return {
    ...database,
    async close() {
      await database.close();
      isClosed = true;
      // A subscription that nobody has ended would get the messages of the next file.
      if (subscriptions > 0) await pglite.close();
      else emptied().push(await empty(pglite));
    },
  };
}

async function empty(pglite: PGlite): Promise<PGlite> {
  await pglite.exec("DISCARD ALL");
  const { rows } = await pglite.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'",
  );
  await pglite.exec(`TRUNCATE ${rows.map(({ name }) => name).join(", ")} RESTART IDENTITY CASCADE`);
  return pglite;
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
