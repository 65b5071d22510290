import { counterPeriod } from "@/lib/accounts/quotas/period";
import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Counts certificates of connections of live applications in this month. Never refuses: live domains keep their
 * certificates, and the limit applies to the next connection.
 */
export async function countCertificate(ctx: Context, tx: Tx, count = 1): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO usage_counters (tenant_id, kind, period, used)
    VALUES (${ctx.tenantId}::uuid, 'cert', ${counterPeriod("cert", ctx.now())}::date, ${count})
    ON CONFLICT (tenant_id, kind, period) DO UPDATE SET used = usage_counters.used + EXCLUDED.used`;
}
