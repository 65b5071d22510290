import { recordAudit } from "@/lib/audit/record-audit";
import { endSessions } from "@/lib/auth/end-sessions";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { getOwnSession } from "@/lib/users/get-session";

/** Signs every other browser of the person out. */
export async function endOtherDevices(ctx: Context, _: Record<string, never>): Promise<{ ended: number }> {
  const { user, row } = await getOwnSession(ctx);
  return inTransaction(ctx, async (tx) => {
    const ended = await endSessions(ctx, tx, { userId: user.id, except: row.id });
    if (ended > 0) await recordAudit(ctx, tx, "session.ended", row.id, { others: ended });
    return { ended };
  });
}
