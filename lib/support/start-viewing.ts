import { viewingMs } from "@/lib/accounts/auth/session-policy";
import { setSessionViewing } from "@/lib/accounts/auth/set-session-viewing";
import { getOwnSession } from "@/lib/accounts/users/get-session";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";
import { actingForTenant } from "@/lib/support/acting-for";
import type { StartViewingInput, SupportViewing } from "@/lib/support/schema";

/**
 * Makes this browser show a company's dashboard, read-only, for an hour. The one that it showed before is closed.
 * @throws Refusal not_found
 */
export async function startViewing(ctx: Context, { tenantId }: StartViewingInput): Promise<SupportViewing> {
  const acting = await actingForTenant(ctx, tenantId);
  const { row, viewing } = await getOwnSession(ctx);
  const until = new Date(ctx.now().getTime() + viewingMs);
  await inTransaction(acting, async (tx) => {
    if (viewing && viewing.tenant.id !== tenantId) {
      await recordAudit({ ...acting, tenantId: viewing.tenant.id }, tx, "support.view_ended", viewing.tenant.id);
    }
    await setSessionViewing(tx, row.id, { tenantId, until });
    await recordAudit(acting, tx, "support.view_started", tenantId, { until: until.toISOString() });
  });
  return { tenantId, until };
}
