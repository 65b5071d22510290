import { recordAudit } from "@/lib/audit/record-audit";
import { viewingMs } from "@/lib/auth/session-policy";
import { setSessionViewing } from "@/lib/auth/set-session-viewing";
import type { Context } from "@/lib/context";
import { inTransaction } from "@/lib/db/transaction";
import { actingForTenant } from "@/lib/support/acting-for";
import type { StartViewingInput, SupportViewing } from "@/lib/support/schema";
import { getOwnSession } from "@/lib/users/get-session";

/**
 * This browser shows a company's own dashboard from now on, for an hour and read only. The company it showed before is
 * left. @throws Refusal not_found
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
