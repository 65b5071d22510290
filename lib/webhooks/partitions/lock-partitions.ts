import type { Tx } from "@/lib/db/transaction";

const advisoryLock = 72_707_370;

/**
 * Held to the end of the transaction: `exclusive` while partitions change, `shared` while a settled delivery becomes pending
 * again, which must not happen between the scan for such rows and their removal.
 * @returns false where others hold it, for `exclusive`; `shared` waits
 */
export async function lockPartitions(tx: Tx, mode: "exclusive" | "shared"): Promise<boolean> {
  if (mode === "shared") {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${advisoryLock})`;
    return true;
  }
  const [row] = await tx.$queryRaw<{ locked: boolean }[]>`SELECT pg_try_advisory_xact_lock(${advisoryLock}) AS locked`;
  return row?.locked ?? false;
}
