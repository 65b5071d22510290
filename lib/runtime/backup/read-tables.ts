import { Refusal } from "@/lib/kernel/errors";
import type { Manifest } from "@/lib/runtime/backup/manifest";

type Row = Record<string, unknown>;

/** The tables of a database of ours. Parts of a partitioned table count with it. */
export const tablesSql = `SELECT relname AS name FROM pg_catalog.pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname`;

/**
 * Rows by table, and the migrations that were applied.
 * @throws Refusal invalid where it is no database of Latchkey
 */
export async function readTables(
  query: (sql: string) => Promise<Row[]>,
): Promise<Pick<Manifest, "counts" | "migrations">> {
  const names = (await query(tablesSql)).map(({ name }) => String(name));
  if (!names.includes("_prisma_migrations")) {
    throw new Refusal("invalid", "This database holds nothing of Latchkey: no migration was applied to it.");
  }
  const counts: Manifest["counts"] = {};
  for (const name of names) {
    const [row] = await query(`SELECT count(*)::float8 AS count FROM public."${name}"`);
    counts[name] = Number(row?.count);
  }
  const migrations = await query(`SELECT migration_name AS name, checksum FROM public._prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`);
  return {
    counts,
    migrations: migrations.map(({ name, checksum }) => ({ name: String(name), checksum: String(checksum) })),
  };
}
