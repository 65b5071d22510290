import { endSessions } from "@/lib/accounts/auth/end-sessions";
import { getOwnSession } from "@/lib/accounts/users/get-session";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/** Signs out every other browser of the person. */
export async function endOtherDevices(ctx: Context, _: Record<string, never>): Promise<{ ended: number }> {
  const { user, row } = await getOwnSession(ctx);
  return inTransaction(ctx, async (tx) => {
    const ended = await endSessions(ctx, tx, { userId: user.id, except: row.id });
    if (ended > 0) await recordAudit(ctx, tx, "session.ended", row.id, { others: ended });
    return { ended };
  });
}
