import { statSync } from "node:fs";
import { join } from "node:path";

/** EDGE_STORAGE names a folder, or a file with a storage block of the operator's own. */
export function caddyStorage(storage: string, dataDir: string): { storageDir: string; storageFile: string | null } {
  const isFile = statSync(storage, { throwIfNoEntry: false })?.isFile() ?? false;
  return isFile
    ? { storageDir: join(dataDir, "caddy"), storageFile: storage }
    : { storageDir: storage, storageFile: null };
}
