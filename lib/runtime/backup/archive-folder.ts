import { mkdirSync, rmSync, statSync } from "node:fs";
import { processVariables } from "@/lib/kernel/edge-env";
import { Refusal } from "@/lib/kernel/errors";
import { startTool } from "@/lib/runtime/backup/postgres-tools";
import { swapFolder } from "@/lib/runtime/backup/swap-folder";

/**
 * Writes a folder to a tar file, with the rights of its files.
 * @param excluded paths below it, such as `./locks`
 * @returns false where it is no folder
 */
export async function archiveFolder(folder: string, path: string, excluded: readonly string[]): Promise<boolean> {
  if (!statSync(folder).isDirectory()) return false;
  await runTar(["-cf", path, ...excluded.map((name) => `--exclude=${name}`), "-C", folder, "."]);
  return true;
}

/** Puts what `archiveFolder` wrote in the place of a folder. `commit` does it; until then nothing has changed. */
export async function unpackFolder(path: string, folder: string): Promise<{ commit(): void; discard(): void }> {
  const draft = `${folder}.restoring`;
  const discard = () => rmSync(draft, { recursive: true, force: true });
  discard();
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    await runTar(["-xpf", path, "-C", draft]);
  } catch (error) {
    discard();
    throw error;
  }
  return { commit: () => swapFolder(draft, folder), discard };
}

async function runTar(args: string[]): Promise<void> {
  const { PATH = "" } = processVariables();
  const { child, done } = startTool("tar", args, { PATH });
  child.stdin?.end();
  child.stdout?.resume();
  await done.catch((error: Error) => {
    // A file that changes or goes while it is read is whole in the next backup; tar goes on, and ends with 1.
    if (child.exitCode === 1 && args[0] === "-cf") return;
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? new Refusal("invalid", "tar is not installed.") : error;
  });
}
