import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** The calls to the file system, so that a test can fill the disk. */
export type Disk = {
  open: typeof open;
  rename: typeof rename;
  rm: typeof rm;
  readdir(path: string): Promise<string[]>;
  readFile(path: string): Promise<Buffer>;
  mkdir: typeof mkdir;
};

export const localDisk: Disk = {
  open,
  rename,
  rm,
  readdir: (path) => readdir(path),
  readFile: (path) => readFile(path),
  mkdir,
};

const ownerOnly = 0o600;

/** After a crash the file has either its old content or the new one. */
export async function replaceFile(disk: Disk, path: string, content: string): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await disk.open(temporary, "w", ownerOnly);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await renameDurably(disk, temporary, path);
}

/** The folder is written out too: a rename is in it. */
export async function renameDurably(disk: Disk, from: string, to: string): Promise<void> {
  await disk.rename(from, to);
  const folder = await disk.open(dirname(to), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The JSON of a file; undefined where there is none, or it is damaged. */
export async function readJsonFile(disk: Disk, path: string): Promise<unknown> {
  try {
    return JSON.parse((await disk.readFile(path)).toString("utf8"));
  } catch {
    return undefined;
  }
}
