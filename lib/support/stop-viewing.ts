import { setSessionViewing } from "@/lib/accounts/auth/set-session-viewing";
import { getOwnSession } from "@/lib/accounts/users/get-session";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";
import { actingFor } from "@/lib/support/acting-for";
import type { StopViewingInput, SupportViewing } from "@/lib/support/schema";

/** Closes the company's dashboard that this browser shows, if any. */
export async function stopViewing(ctx: Context, _: StopViewingInput): Promise<SupportViewing> {
  const { row, viewing } = await getOwnSession(ctx);
  if (viewing) {
    const acting = actingFor(ctx, viewing.tenant.id);
    await inTransaction(acting, async (tx) => {
      await setSessionViewing(tx, row.id, null);
      await recordAudit(acting, tx, "support.view_ended", viewing.tenant.id);
    });
  }
  return { tenantId: null, until: null };
}
