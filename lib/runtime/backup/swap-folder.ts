import { existsSync, renameSync, rmSync } from "node:fs";

/** Puts a folder in the place of another one, which is gone only when the new one is there. */
export function swapFolder(draft: string, target: string): void {
  const old = `${target}.replaced`;
  rmSync(old, { recursive: true, force: true });
  if (existsSync(target)) renameSync(target, old);
  renameSync(draft, target);
  rmSync(old, { recursive: true, force: true });
}
