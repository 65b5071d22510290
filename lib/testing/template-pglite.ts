import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { pgliteDatabase } from "@/lib/db/client";
import { applyMigrations, readMigrations } from "@/lib/db/migrate";

/** Once per run: a new PGlite and its migrations take 4 s of a core, a copy of one 0.6 s, and each test file wants one. */
export default async function makeTemplate(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-template-"));
  const path = join(folder, "pglite.tar");
  const pglite = await PGlite.create({ extensions: { pg_trgm } });
  await applyMigrations(
    pgliteDatabase(pglite, () => undefined),
    readMigrations(),
  );
  const dump = await pglite.dumpDataDir("none");
  await pglite.close();
  writeFileSync(path, Buffer.from(await dump.arrayBuffer()));
  process.env.TEST_PGLITE_TEMPLATE = path;
  return () => rmSync(folder, { recursive: true, force: true });
}
