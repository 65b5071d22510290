import { join, resolve } from "node:path";
import { lockFile } from "@/lib/kernel/lock-file";

/** Another process has the folder of the embedded database open. */
export class DataDirLockedError extends Error {
  constructor(dataDir: string, pid: number) {
    super(
      `${resolve(dataDir)} is in use by process ${pid}. The embedded database can be opened by one process only: ` +
        "stop that one, or set DATA_DIR to another folder, or use PostgreSQL with DATABASE_URL.",
    );
    this.name = "DataDirLockedError";
  }
}

/**
 * Locks the folder for this process and returns the function that unlocks it. A dead holder's lock (kill -9) is taken over.
 * @throws DataDirLockedError
 */
export function lockDataDir(dataDir: string): () => void {
  const lock = lockFile(join(dataDir, "lock.json"));
  if (lock.heldBy !== null) throw new DataDirLockedError(dataDir, lock.heldBy);
  return lock.unlock;
}
