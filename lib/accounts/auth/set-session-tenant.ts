import type { Tx } from "@/lib/db/transaction";

/** Sets the tenant that a browser shows. Each request checks again that the person is a member. */
export async function setSessionTenant(tx: Tx, sessionId: string, tenantId: string): Promise<void> {
  await tx.userSession.update({ where: { id: sessionId }, data: { tenantId } });
}
