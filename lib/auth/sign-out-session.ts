import { recordAudit } from "@/lib/audit/record-audit";
import { endSessions } from "@/lib/auth/end-sessions";
import { contextOf, findSessionById } from "@/lib/auth/find-session";
import type { ServiceContext } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";

/** Ends the session that a cookie named, if it is one. */
export async function signOutSession(service: ServiceContext, sessionId: unknown): Promise<void> {
  const found = typeof sessionId === "string" ? await findSessionById(service, sessionId) : null;
  if (!found) return;
  await inTransaction(service, async (tx) => {
    await endSessions(service, tx, { userId: found.user.id, id: found.row.id });
    await recordAudit(contextOf(service, found), tx, "session.ended", found.row.id);
  });
}
