import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { lockDataDir } from "@/lib/db/data-dir-lock";
import type { Manifest } from "@/lib/runtime/backup/manifest";
import { readTables } from "@/lib/runtime/backup/read-tables";

/**
 * Writes the embedded database to a file.
 * @throws DataDirLockedError while another process has it open
 */
export async function dumpPglite(dataDir: string, path: string): Promise<Pick<Manifest, "counts" | "migrations">> {
  const unlock = lockDataDir(dataDir);
  try {
    const pglite = await PGlite.create({ dataDir: join(dataDir, "pglite"), extensions: { pg_trgm } });
    try {
      const facts = await readTables(async (sql) => (await pglite.query<Record<string, unknown>>(sql)).rows);
      const dump = await pglite.dumpDataDir("gzip");
      writeFileSync(path, Buffer.from(await dump.arrayBuffer()));
      return facts;
    } finally {
      await pglite.close();
    }
  } finally {
    unlock();
  }
}
