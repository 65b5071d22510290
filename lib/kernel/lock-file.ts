import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { findProcessStart } from "@/lib/kernel/process-start";

type Holder = { pid: number; startedAt: string };

/** `unlock` for the process that has the lock now; `heldBy` for the one that has it already. */
export type FileLock = { unlock(): void; heldBy: null } | { heldBy: number };

/** Locks a path for this process. The lock of a process that has ended, also by kill -9, is taken over. */
export function lockFile(path: string): FileLock {
  const mine = JSON.stringify({
    pid: process.pid,
    startedAt: findProcessStart(process.pid) ?? "",
  } satisfies Holder);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      writeFileSync(path, mine, { flag: "wx" });
      const unlock = () => {
        if (existsSync(path) && readFileSync(path, "utf8") === mine) rmSync(path);
      };
      return { unlock, heldBy: null };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readHolder(path);
    if (holder && findProcessStart(holder.pid) === holder.startedAt) return { heldBy: holder.pid };
    rmSync(path, { force: true });
  }
  return { heldBy: 0 };
}

function readHolder(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Holder;
  } catch {
    return null;
  }
}
