import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

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

type Holder = { pid: number; startedAt: string };

/**
 * Locks the folder for this process and returns the function that unlocks it. A dead holder's lock (kill -9) is taken over.
 * @throws DataDirLockedError
 */
export function lockDataDir(dataDir: string): () => void {
  const path = join(dataDir, "lock.json");
  const mine = JSON.stringify({ pid: process.pid, startedAt: processStart(process.pid) } satisfies Holder);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(path, mine, { flag: "wx" });
      return () => {
        if (existsSync(path) && readFileSync(path, "utf8") === mine) rmSync(path);
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readHolder(path);
    if (holder && isRunning(holder)) throw new DataDirLockedError(dataDir, holder.pid);
    rmSync(path, { force: true });
  }
  throw new DataDirLockedError(dataDir, 0);
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return null;
  }
}

function isRunning(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return processStart(holder.pid) === holder.startedAt;
}

/** When the process started, in clock ticks since boot (Linux, proc(5) field 22): pids are reused, this is not. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
