import { recordAudit } from "@/lib/audit/record-audit";
import { setSessionViewing } from "@/lib/auth/set-session-viewing";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { actingFor } from "@/lib/support/acting-for";
import type { StopViewingInput, SupportViewing } from "@/lib/support/schema";
import { getOwnSession } from "@/lib/users/get-session";

/** Leaves the company whose dashboard this browser shows; where it shows none, nothing is done. */
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
