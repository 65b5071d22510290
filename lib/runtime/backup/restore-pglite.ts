import { existsSync, mkdirSync, openAsBlob, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { lockDataDir } from "@/lib/db/data-dir-lock";
import { Refusal } from "@/lib/kernel/errors";
import type { Manifest } from "@/lib/runtime/backup/manifest";
import { readTables } from "@/lib/runtime/backup/read-tables";
import { swapFolder } from "@/lib/runtime/backup/swap-folder";

/**
 * Fills the embedded database from a file, beside the one that is there, and puts it in its place once its counts are the
 * manifest's.
 * @throws DataDirLockedError while another process has it open; Refusal invalid where there is one already
 */
export async function restorePglite(
  dataDir: string,
  path: string,
  manifest: Pick<Manifest, "counts">,
  { replace }: { replace: boolean },
): Promise<void> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockDataDir(dataDir);
  const target = join(dataDir, "pglite");
  const draft = `${target}.restoring`;
  try {
    if (!replace && existsSync(target) && readdirSync(target).length > 0) {
      throw new Refusal(
        "invalid",
        `There is a database in ${target}. Set DATA_DIR to another folder, or add --replace.`,
      );
    }
    rmSync(draft, { recursive: true, force: true });
    const pglite = await PGlite.create({
      dataDir: draft,
      extensions: { pg_trgm },
      loadDataDir: await openAsBlob(path),
    });
    try {
      const { counts } = await readTables(async (sql) => (await pglite.query<Record<string, unknown>>(sql)).rows);
      for (const [name, count] of Object.entries(manifest.counts)) {
        if (counts[name] !== count) throw new Refusal("invalid", `${name} does not have its ${count} rows.`);
      }
    } finally {
      await pglite.close();
    }
    swapFolder(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    unlock();
  }
}
