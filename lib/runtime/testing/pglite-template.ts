import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readMigrations } from "@/lib/db/migrate";

/** The same database in two forms: a data folder to copy, and a tar file to load into memory. */
export type PgliteTemplate = { folder: string; tar: string };

/** A PGlite with every migration applied. Creating it takes 4 s, so it is created once for a set of migrations. */
export async function pgliteTemplate(): Promise<PgliteTemplate> {
  const migrations = readMigrations();
  const hash = createHash("sha256").update(migrations.map(({ name, checksum }) => `${name} ${checksum}`).join());
  const path = join(".build", `pglite-${hash.digest("hex").slice(0, 16)}`);
  if (!existsSync(path)) {
    // Only here: Playwright would take seconds to compile the database client for each run.
    const { createPgliteTemplate } = await import("@/lib/runtime/testing/create-pglite-template");
    await createPgliteTemplate(path, migrations);
  }
  return { folder: join(path, "data"), tar: join(path, "data.tar") };
}
