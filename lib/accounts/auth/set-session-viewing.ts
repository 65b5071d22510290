import type { Tx } from "@/lib/db/transaction";

/** Sets the tenant whose dashboard a browser of support staff shows, read-only, until then; null ends it. */
export async function setSessionViewing(
  tx: Tx,
  sessionId: string,
  viewing: { tenantId: string; until: Date } | null,
): Promise<void> {
  const data = { viewingTenantId: viewing?.tenantId ?? null, viewingUntil: viewing?.until ?? null };
  await tx.userSession.update({ where: { id: sessionId }, data });
}
