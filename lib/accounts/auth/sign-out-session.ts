import { endSessions } from "@/lib/accounts/auth/end-sessions";
import { contextOf, findSessionById } from "@/lib/accounts/auth/find-session";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { ServiceContext } from "@/lib/platform/ports/context";

/** Ends the session in a cookie, if there is one. */
export async function signOutSession(service: ServiceContext, sessionId: unknown): Promise<void> {
  const found = typeof sessionId === "string" ? await findSessionById(service, sessionId) : null;
  if (!found) return;
  await inTransaction(service, async (tx) => {
    await endSessions(service, tx, { userId: found.user.id, id: found.row.id });
    await recordAudit(contextOf(service, found), tx, "session.ended", found.row.id);
  });
}
