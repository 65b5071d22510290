import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "@/lib/db/client";

export type Migration = { name: string; sql: string; checksum: string };

/** The database has a migration that this version does not know and cannot run with. */
export class NewerDatabaseError extends Error {
  constructor(migration: string, reason: string) {
    super(
      `The database was upgraded by a newer version of Latchkey (${migration}), and this version cannot run on it: ` +
        `${reason}. Start the newer version, or restore the backup from before the upgrade.`,
    );
    this.name = "NewerDatabaseError";
  }
}

/** A migration is pending with which the version before cannot run. */
export class UpgradeNeededError extends Error {
  constructor(migration: string, reason: string) {
    super(
      `The migration ${migration} cannot be applied beside the version before: ${reason}. ` +
        "Stop every app and worker of it, then run `npm run upgrade`.",
    );
    this.name = "UpgradeNeededError";
  }
}

/** The number that Prisma's own `migrate deploy` locks, so that the two exclude each other. */
const advisoryLock = 72_707_369;

/**
 * How long a statement of a migration waits for a lock on a table. Everybody who comes after it waits behind it, so it gives
 * up soon, and `waitForDatabase` tries again.
 */
const lockTimeoutMs = 2_000;

/** Every migration in the folder, oldest first. */
export function readMigrations(folder = "prisma/migrations"): Migration[] {
  // Marked, because the bundler would include the whole project as possibly read here.
  return readdirSync(/* turbopackIgnore: true */ folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(/* turbopackIgnore: true */ join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/**
 * Why earlier versions cannot run with this migration: the line `-- incompatible with earlier versions: <reason>` of its
 * SQL. null: they can. The reason is stored with the applied migration, where an earlier version finds it.
 */
export function incompatibilityOf({ sql }: Pick<Migration, "sql">): string | null {
  return /^-- incompatible with earlier versions: (.+)$/m.exec(sql)?.[1] ?? null;
}

/**
 * Applies what is pending, each migration in one transaction under an advisory lock, and records it as Prisma does
 * (name and SHA-256 in `_prisma_migrations`), so that `prisma migrate deploy` sees the same history.
 * @param options `alone`: no other version uses the database, so a migration that is incompatible with earlier ones may be
 *   applied. A new database is always alone
 * @returns the names that were applied now
 * @throws NewerDatabaseError, UpgradeNeededError; an error when an applied migration was edited, or one failed; with the
 *   code 55P03 as its cause when another transaction held a lock
 */
export async function applyMigrations(
  database: Database,
  migrations: readonly Migration[],
  { alone = database.engine === "pglite" }: { alone?: boolean } = {},
): Promise<string[]> {
  await database.execute(`SELECT pg_advisory_xact_lock(${advisoryLock}); CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
  const before = await readAppliedMigrations(database);
  for (const { name, incompatible } of findUnknown(before, migrations)) {
    if (incompatible !== null) throw new NewerDatabaseError(name, incompatible);
  }
  const applied = [];
  for (const migration of migrations) {
    const reason = incompatibilityOf(migration);
    const isBeside = !alone && before.length > 0 && !before.some(({ name }) => name === migration.name);
    if (isBeside && reason !== null) throw new UpgradeNeededError(migration.name, reason);
    if (await applyOne(database, migration)) applied.push(migration.name);
  }
  return applied;
}

export type AppliedMigration = { name: string; incompatible: string | null };

/** What was applied to the database, oldest first; nothing where the table of migrations does not exist. */
export async function readAppliedMigrations(database: Database): Promise<AppliedMigration[]> {
  const [table] = await database.prisma.$queryRaw<{ there: boolean }[]>`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`;
  if (!table?.there) return [];
  return database.prisma.$queryRaw<AppliedMigration[]>`
    SELECT migration_name AS name, substring(logs FROM '^incompatible: (.*)$') AS incompatible FROM _prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`;
}

/** Those of a newer version: the database has them, and this version's folder does not. Pure. */
export function findUnknown<T extends { name: string }>(
  applied: readonly T[],
  migrations: readonly Pick<Migration, "name">[],
): T[] {
  return applied.filter(({ name }) => !migrations.some((known) => known.name === name));
}

/** A sentence for the log of a version that runs on the database of a newer one. null: it knows all of it. Pure. */
export function newerDatabaseWarning(
  applied: readonly AppliedMigration[],
  migrations: readonly Pick<Migration, "name">[],
): string | null {
  const unknown = findUnknown(applied, migrations);
  const newest = unknown.at(-1);
  if (newest === undefined) return null;
  return (
    `The database was upgraded by a newer version of Latchkey (${unknown.length} unknown migrations, the last one ` +
    `${newest.name}). This version can run on it. \`npm run upgrade\` lists them.`
  );
}

async function applyOne(database: Database, migration: Migration): Promise<boolean> {
  if (await isApplied(database, migration)) return false;
  const reason = incompatibilityOf(migration);
  const logs = reason === null ? "NULL" : `'incompatible: ${reason.replaceAll("'", "''")}'`;
  // One batch is one implicit transaction: a concurrent starter waits at the lock and then finds the row, and its batch
  // fails on the guard before it changes anything.
  const batch = `SELECT pg_advisory_xact_lock(${advisoryLock});
    DO $guard$ BEGIN
      IF EXISTS (SELECT 1 FROM _prisma_migrations WHERE migration_name = '${migration.name}' AND finished_at IS NOT NULL)
      THEN RAISE EXCEPTION 'latchkey: already applied'; END IF;
    END $guard$;
    SELECT set_config('lock_timeout', '${lockTimeoutMs}', true);
    ${migration.sql}
    INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count, logs)
    VALUES ('${randomUUID()}', '${migration.checksum}', now(), '${migration.name}', 1, ${logs});`;
  try {
    await database.execute(batch);
    return true;
  } catch (error) {
    if (await isApplied(database, migration)) return false;
    throw new Error(`The migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
  }
}

async function isApplied(database: Database, migration: Migration): Promise<boolean> {
  const rows = await database.prisma.$queryRaw<{ checksum: string }[]>`
    SELECT checksum FROM _prisma_migrations
    WHERE migration_name = ${migration.name} AND finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const row = rows[0];
  if (!row) return false;
  if (row.checksum !== migration.checksum) {
    throw new Error(`The migration ${migration.name} was edited after it had been applied to this database.`);
  }
  return true;
}
