import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "@/lib/db/client";

export type Migration = { name: string; sql: string; checksum: string };

/** The number that Prisma's own `migrate deploy` locks, so that the two exclude each other. */
const advisoryLock = 72_707_369;

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
 * Applies what is pending, each migration in one transaction under an advisory lock, and records it as Prisma does
 * (name and SHA-256 in `_prisma_migrations`), so that `prisma migrate deploy` sees the same history.
 * @returns the names that were applied now
 * @throws when an applied migration was edited, or one failed
 */
export async function applyMigrations(database: Database, migrations: readonly Migration[]): Promise<string[]> {
  await database.execute(`SELECT pg_advisory_xact_lock(${advisoryLock}); CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
  const applied = [];
  for (const migration of migrations) {
    if (await applyOne(database, migration)) applied.push(migration.name);
  }
  return applied;
}

async function applyOne(database: Database, migration: Migration): Promise<boolean> {
  if (await isApplied(database, migration)) return false;
  // One batch is one implicit transaction: a concurrent starter waits at the lock and then finds the row, and its batch
  // fails on the guard before it changes anything.
  const batch = `SELECT pg_advisory_xact_lock(${advisoryLock});
    DO $guard$ BEGIN
      IF EXISTS (SELECT 1 FROM _prisma_migrations WHERE migration_name = '${migration.name}' AND finished_at IS NOT NULL)
      THEN RAISE EXCEPTION 'latchkey: already applied'; END IF;
    END $guard$;
    ${migration.sql}
    INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
    VALUES ('${randomUUID()}', '${migration.checksum}', now(), '${migration.name}', 1);`;
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
