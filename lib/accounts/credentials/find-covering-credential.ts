import { type CoveringCredential, findCoveringCredentials } from "@/lib/accounts/credentials/find-covering-credentials";
import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/** The credential with which a hostname's records can be written; null: its records are published by hand. */
export async function findCoveringCredential(
  ctx: Context,
  { hostname, ...input }: { applicationId: string; hostname: string; prefer?: string | null },
  tx?: Tx,
): Promise<CoveringCredential | null> {
  const found = await findCoveringCredentials(ctx, { ...input, hostnames: [hostname] }, tx);
  return found.get(hostname) ?? null;
}
