import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { PrismaPg } from "@prisma/adapter-pg";
import { Client } from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { lockDataDir } from "@/lib/db/data-dir-lock";
import { FairPool } from "@/lib/db/fair-pool";
import { type Prisma, PrismaClient } from "@/lib/db/generated/client";
import { listenOnPglite, listenOnPostgres, type Subscription } from "@/lib/db/notifications";
import { preparedName } from "@/lib/db/prepared";
import { createReplicaCheck } from "@/lib/db/replica-check";
import { traceStatements } from "@/lib/db/trace-statements";
import type { Tracer } from "@/lib/kernel/tracer";

/** One database, whichever engine runs it. */
export type Database = {
  engine: "pglite" | "postgres";
  prisma: PrismaClient;
  /** Where transactions run: the same, but of a reader it is the database that takes writes. */
  primary: PrismaClient;
  /**
   * A read outside a transaction that bypasses Prisma: for the queries of every request, where Prisma would take more of
   * the process's time than all the rest. Values and errors are the driver's own: `bigint` is no bigint.
   */
  read<R>(sql: Prisma.Sql): Promise<R[]>;
  /**
   * For reads alone: a replica that has all that was committed before this call, by any process. null: there is none.
   * A read may fail there (a conflict with its recovery), and then belongs to this database.
   */
  reader(): Promise<Database | null>;
  /** Several statements as one implicit transaction, with no time-out: for migrations. */
  execute(sql: string): Promise<void>;
  listen(channel: string, subscription: Subscription): Promise<() => Promise<void>>;
  /** Connections in use and idle, and callers that wait for one; null: there is no pool. */
  poolUse(): { used: number; idle: number; waiting: number } | null;
  close(): Promise<void>;
};

const connectTimeoutMs = 5_000;
const queryTimeoutMs = 15_000;
/** PostgreSQL's own defaults are for a server: of their 128 MB of buffers, a sandbox would keep a copy of the system's cache. */
const memorySettings = ["-c", "shared_buffers=8MB"];

type PostgresOptions = {
  /** Past a pooler, where sessions last: what LISTEN and migrations use. With it, `url` is taken for a pooler's. */
  directUrl?: string | null;
  /** Of a streaming replica. */
  replicaUrl?: string | null;
  /** Gets a span of each statement. */
  tracer?: Tracer | null;
};

/** PostgreSQL through a pool. A query that takes longer than 15 s fails. */
export function openPostgres(
  url: string,
  poolSize: number,
  onError: (error: Error) => void,
  { directUrl = null, replicaUrl = null, tracer = null }: PostgresOptions = {},
): Database {
  // Behind a pooler, each transaction may be on another connection, which does not have our named statements.
  const nameOf = directUrl === null ? preparedName : () => "";
  const sessionUrl = directUrl ?? url;
  const primary = openPool(url, poolSize, onError, nameOf, tracer);
  const database: Database = {
    engine: "postgres",
    prisma: primary.prisma,
    primary: primary.prisma,
    read: primary.read,
    reader: async () => null,
    async execute(sql) {
      const client = new Client({ connectionString: sessionUrl, connectionTimeoutMillis: connectTimeoutMs });
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    },
    listen: (channel, subscription) => listenOnPostgres(sessionUrl, channel, subscription),
    poolUse: primary.poolUse,
    close: primary.close,
  };
  if (replicaUrl === null) return database;
  const replica = openPool(replicaUrl, poolSize, onError, nameOf, tracer);
  const reader: Database = { ...database, prisma: replica.prisma, read: replica.read };
  const isCurrent = createReplicaCheck(primary, replica);
  return {
    ...database,
    reader: async () => ((await isCurrent()) ? reader : null),
    async close() {
      await Promise.all([primary.close(), replica.close()]);
    },
  };
}

function openPool(
  url: string,
  poolSize: number,
  onError: (error: Error) => void,
  nameOf: (sql: string) => string,
  tracer: Tracer | null,
): Pick<Database, "prisma" | "read" | "poolUse" | "close"> {
  const pool = new FairPool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    idleTimeoutMillis: 30_000,
  });
  // A broken idle connection is no crash: the pool opens a new one.
  pool.on("error", onError);
  if (tracer !== null) traceStatements(pool, tracer);
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => nameOf(sql) }),
  });
  return {
    prisma,
    async read({ text, values }) {
      return (await pool.query({ name: nameOf(text), text, values })).rows;
    },
    poolUse: () => pool.use(),
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/**
 * The embedded database in `dataDir`, open in one process at a time.
 * @throws DataDirLockedError when another process has the folder open
 */
export async function openPglite(dataDir: string): Promise<Database> {
  // Optimizing the engine's code takes more time and memory at a start than it saves: leave that to what runs often.
  setFlagsFromString("--wasm-tiering-budget=30000000");
  mkdirSync(dataDir, { recursive: true });
  const unlock = lockDataDir(dataDir);
  const pglite = await PGlite.create({
    dataDir: join(dataDir, "pglite"),
    extensions: { pg_trgm },
    startParams: [...PGlite.defaultStartParams, ...memorySettings],
  });
  return pgliteDatabase(pglite, unlock);
}

/** Wraps an open PGlite; `onClose` runs after it is closed. */
export function pgliteDatabase(pglite: PGlite, onClose: () => void): Database {
  const prisma = new PrismaClient({ adapter: new PrismaPGlite(pglite) });
  return {
    engine: "pglite",
    prisma,
    primary: prisma,
    async read<R>({ text, values }: Prisma.Sql) {
      return (await pglite.query<R>(text, values)).rows;
    },
    reader: async () => null,
    async execute(sql) {
      await pglite.exec(sql);
      // Or an array of a type that was created just now would be written in a form that is none.
      await pglite.refreshArrayTypes();
    },
    listen: (channel, subscription) => listenOnPglite(pglite, channel, subscription),
    poolUse: () => null,
    async close() {
      await prisma.$disconnect();
      await pglite.close();
      onClose();
    },
  };
}
