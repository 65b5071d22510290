import { chmodSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What we write there: the database, its lock, Caddy's storage and log, what an edge knows, and the ids of our processes. */
const ownEntry = /^(pglite|caddy|edge|run)\b|^lock\.json$/;
const rightsOfOthers = 0o077;

/**
 * Takes the rights of every other user from the data folder: the database holds password hashes, and Caddy's storage private
 * keys. A folder that holds other files as well may be shared, so it stays as it is, and so do they.
 * @returns a sentence for the log, or null
 */
export function restrictDataDir(dataDir: string): string | null {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const entries = readdirSync(dataDir);
  const own = entries.filter((name) => ownEntry.test(name));
  try {
    if (own.length === entries.length) restrict(dataDir, lstatSync(dataDir).mode);
    for (const name of own) restrictTree(join(dataDir, name));
  } catch (error) {
    return `the rights of the data folder cannot be changed: ${(error as Error).message}`;
  }
  if (own.length === entries.length || (lstatSync(dataDir).mode & rightsOfOthers) === 0) return null;
  return "other users may read the data folder, which was left as it is because it holds other files too: set DATA_DIR to one of its own";
}

function restrictTree(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  restrict(path, stat.mode);
  if (stat.isDirectory()) for (const name of readdirSync(path)) restrictTree(join(path, name));
}

function restrict(path: string, mode: number): void {
  if ((mode & rightsOfOthers) !== 0) chmodSync(path, mode & 0o700);
}
