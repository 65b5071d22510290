import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { pgliteDatabase } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";

/** The same database twice: as a data folder to be copied, and as a tar file to be loaded into memory. */
export type PgliteTemplate = { folder: string; tar: string };

/**
 * A PGlite with every migration applied. It takes 4 s to create, is created once for a set of migrations, and is stored for
 * later runs; two processes that create it at the same time end up with the same one.
 */
export async function pgliteTemplate(): Promise<PgliteTemplate> {
  const migrations = readMigrations();
  const hash = createHash("sha256").update(migrations.map(({ name, checksum }) => `${name} ${checksum}`).join());
  const path = join(".build", `pglite-${hash.digest("hex").slice(0, 16)}`);
  const template = { folder: join(path, "data"), tar: join(path, "data.tar") };
  if (existsSync(path)) return template;

  mkdirSync(".build", { recursive: true });
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
  return template;
}
