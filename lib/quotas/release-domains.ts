import type { Context } from "@/lib/context";
import type { Tx } from "@/lib/db/transaction";
import { counterPeriod } from "@/lib/quotas/period";

/**
 * Gives one `active_domain` back, in the transaction that archives or fails a connection of a live application.
 * The month's `connect` stays used.
 */
export async function releaseDomain(ctx: Context, tx: Tx): Promise<void> {
  await tx.$executeRaw`
    UPDATE usage_counters SET used = GREATEST(used - 1, 0)
    WHERE tenant_id = ${ctx.tenantId}::uuid AND kind = 'active_domain'
      AND period = ${counterPeriod("active_domain", ctx.now())}::date`;
}
