import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/** Ends sessions of a person: the next request of each is refused. @returns how many were active */
export async function endSessions(
  clock: Pick<Context, "now">,
  tx: Tx,
  which: { userId: string; id?: string; except?: string },
): Promise<number> {
  const now = clock.now();
  const { count } = await tx.userSession.updateMany({
    where: {
      userId: which.userId,
      revokedAt: null,
      expiresAt: { gt: now },
      ...(which.id ? { id: which.id } : {}),
      ...(which.except ? { NOT: { id: which.except } } : {}),
    },
    data: { revokedAt: now },
  });
  return count;
}
