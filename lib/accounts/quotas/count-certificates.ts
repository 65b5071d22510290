import { counterPeriod } from "@/lib/accounts/quotas/period";
import type { Tx } from "@/lib/db/transaction";
import { findUsageKind, usageKinds } from "@/lib/kernel/plans";
import type { Environment } from "@/lib/kernel/scopes";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Counts certificates that were seen, where the environment counts those. Never refuses: domains keep their certificates,
 * and the limit applies to the next connection.
 */
export async function countCertificates(ctx: Context, tx: Tx, environment: Environment, count: number): Promise<void> {
  const kind = findUsageKind("cert", environment);
  if (kind === null || count === 0) return;
  await tx.$executeRaw`
    INSERT INTO usage_counters (tenant_id, kind, period, used)
    VALUES (${ctx.tenantId}::uuid, ${usageKinds[kind].stored}::usage_kind, ${counterPeriod(kind, ctx.now())}::date, ${count})
    ON CONFLICT (tenant_id, kind, period) DO UPDATE SET used = usage_counters.used + EXCLUDED.used`;
}
