import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { pgliteDatabase } from "@/lib/db/client";
import { applyMigrations, type Migration } from "@/lib/db/migrate";

/** Creates the folder `path`. Processes that do so concurrently end up with one of them. */
export async function createPgliteTemplate(path: string, migrations: readonly Migration[]): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = mkdtempSync(`${path}-`);
  const pglite = await PGlite.create({ dataDir: join(unfinished, "data"), extensions: { pg_trgm } });
  await applyMigrations(
    pgliteDatabase(pglite, () => undefined),
    migrations,
  );
  const dump = await pglite.dumpDataDir("none");
  await pglite.close();
  writeFileSync(join(unfinished, "data.tar"), Buffer.from(await dump.arrayBuffer()));
  try {
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(path)) throw error;
  }
}
