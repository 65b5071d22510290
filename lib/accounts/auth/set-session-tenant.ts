import type { Tx } from "@/lib/db/transaction";

/** Which tenant a browser shows. Whether the person is a member of it is asked again with each request. */
export async function setSessionTenant(tx: Tx, sessionId: string, tenantId: string): Promise<void> {
  await tx.userSession.update({ where: { id: sessionId }, data: { tenantId } });
}
