import { counterPeriod } from "@/lib/accounts/quotas/period";
import type { Tx } from "@/lib/db/transaction";
import { findUsageKind, usageKinds } from "@/lib/kernel/plans";
import type { Environment } from "@/lib/kernel/scopes";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Releases active domains in the transaction that archives or fails connections of an environment's applications. What
 * they started stays counted.
 */
export async function releaseDomains(ctx: Context, tx: Tx, environment: Environment, count: number): Promise<void> {
  const kind = findUsageKind("activeDomain", environment);
  if (kind === null || count === 0) return;
  await tx.$executeRaw`
    UPDATE usage_counters SET used = GREATEST(used - ${count}, 0)
    WHERE tenant_id = ${ctx.tenantId}::uuid AND kind = ${usageKinds[kind].stored}::usage_kind
      AND period = ${counterPeriod(kind, ctx.now())}::date`;
}
