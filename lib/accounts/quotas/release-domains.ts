import { counterPeriod } from "@/lib/accounts/quotas/period";
import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Releases `active_domain`s in the transaction that archives or fails connections of live applications. The month's
 * `connect` stays used.
 */
export async function releaseDomain(ctx: Context, tx: Tx, count = 1): Promise<void> {
  await tx.$executeRaw`
    UPDATE usage_counters SET used = GREATEST(used - ${count}, 0)
    WHERE tenant_id = ${ctx.tenantId}::uuid AND kind = 'active_domain'
      AND period = ${counterPeriod("activeDomain", ctx.now())}::date`;
}
