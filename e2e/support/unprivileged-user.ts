import { execFile } from "node:child_process";
import { promisify } from "node:util";

export type SystemUser = { name: string; uid: number; gid: number };

/** Whom to run PostgreSQL and PgBouncer as, which refuse to run as root; null: this process is not root. */
export async function findUnprivilegedUser(): Promise<SystemUser | null> {
  if (process.getuid?.() !== 0) return null;
  const id = async (flag: string, name: string) => Number((await promisify(execFile)("id", [flag, name])).stdout);
  for (const name of ["postgres", "nobody"]) {
    try {
      return { name, uid: await id("-u", name), gid: await id("-g", name) };
    } catch {
      // The next candidate may exist.
    }
  }
  throw new Error("PostgreSQL does not run as root, and there is neither a user postgres nor nobody");
}
