import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { readMigrations } from "@/lib/db/migrate";
import type { Env } from "@/lib/kernel/env";
import { Refusal } from "@/lib/kernel/errors";
import { unpackFolder } from "@/lib/runtime/backup/archive-folder";
import { findChangedKeys, type Manifest, partNames, readManifest, verifyParts } from "@/lib/runtime/backup/manifest";
import { restorePglite } from "@/lib/runtime/backup/restore-pglite";
import { restorePostgres } from "@/lib/runtime/backup/restore-postgres";

export type Restored = {
  manifest: Manifest;
  /** Migrations that the next start applies. */
  pending: string[];
  /** Sentences about what is not as it was when the backup was taken. */
  warnings: string[];
};

/**
 * Puts a backup in place: all of it, or nothing. What can be checked is checked before anything is changed.
 * @param input `replace`: what is there now is removed
 * @throws Refusal invalid with a sentence; DataDirLockedError
 */
export async function restoreBackup(env: Env, input: { from: string; replace: boolean }): Promise<Restored> {
  const folder = resolve(input.from);
  const manifest = readManifest(folder);
  await verifyParts(folder, manifest);
  const pending = assertFits(env, manifest);
  const storage = await unpackStorage(env, folder, manifest, input);
  try {
    const path = join(folder, partNames[manifest.engine]);
    if (env.databaseUrl === null) await restorePglite(env.dataDir, path, manifest, input);
    else await restorePostgres(env.databaseDirectUrl ?? env.databaseUrl, path, manifest, input);
  } catch (error) {
    storage?.discard();
    throw error;
  }
  storage?.commit();
  const edgeFolder = join(env.dataDir, "edge");
  if (manifest.parts.some(({ name }) => name === partNames.tokens)) {
    mkdirSync(edgeFolder, { recursive: true, mode: 0o700 });
    copyFileSync(join(folder, partNames.tokens), join(edgeFolder, partNames.tokens));
  }
  return { manifest, pending, warnings: findChangedKeys(manifest, env) };
}

/** @returns the migrations that this version has and the backup has not */
function assertFits(env: Env, manifest: Manifest): string[] {
  const engine = env.databaseUrl === null ? "pglite" : "postgres";
  if (manifest.engine !== engine) {
    const names = { pglite: "the embedded database", postgres: "PostgreSQL" };
    throw new Refusal(
      "invalid",
      `This is a backup of ${names[manifest.engine]}, and ${names[engine]} is configured here.`,
    );
  }
  const migrations = readMigrations();
  for (const { name, checksum } of manifest.migrations) {
    const known = migrations.find((migration) => migration.name === name);
    if (known?.checksum === checksum) continue;
    const what = known === undefined ? "does not know" : "has in another form";
    throw new Refusal(
      "invalid",
      `The backup is of version ${manifest.version}, with the migration ${name}, which this version ${what}. ` +
        "Restore it with the version that took it, or a newer one.",
    );
  }
  const applied = new Set(manifest.migrations.map(({ name }) => name));
  return migrations.map(({ name }) => name).filter((name) => !applied.has(name));
}

async function unpackStorage({ edge }: Env, folder: string, { parts }: Manifest, { replace }: { replace: boolean }) {
  if (!parts.some(({ name }) => name === partNames.caddy)) return null;
  if (!replace && existsSync(edge.storage) && readdirSync(edge.storage).length > 0) {
    throw new Refusal("invalid", `There are certificates in ${edge.storage}. Add --replace to remove them.`);
  }
  return unpackFolder(join(folder, partNames.caddy), edge.storage);
}
