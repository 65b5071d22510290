import { z } from "zod";
import type { Tx } from "@/lib/db/transaction";

/** The channel on which a database notifies that a claim, or an application's upstream, changed. */
export const claimsChannel = "latchkey_claims";

const notice = z.discriminatedUnion("op", [
  z.object({ op: z.literal("claimed"), hostname: z.string(), applicationId: z.string() }),
  z.object({ op: z.literal("released"), hostname: z.string() }),
  z.object({ op: z.literal("upstream"), applicationId: z.string(), upstream: z.string().nullable() }),
]);

export type ClaimNotice = z.infer<typeof notice>;

/** Notifies every instance when the transaction commits. */
export async function announceClaim(tx: Tx, change: ClaimNotice): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${claimsChannel}, ${JSON.stringify(change)})`;
}

/** The same for many, by one statement. */
export async function announceClaims(tx: Tx, changes: readonly ClaimNotice[]): Promise<void> {
  if (changes.length === 0) return;
  const payloads = changes.map((change) => JSON.stringify(change));
  await tx.$executeRaw`SELECT pg_notify(${claimsChannel}, payload) FROM unnest(${payloads}::text[]) AS payload`;
}

/** null for what is not a notice of this version. */
export function parseClaimNotice(payload: string): ClaimNotice | null {
  try {
    return notice.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}
