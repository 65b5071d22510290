import { counterPeriod } from "@/lib/accounts/quotas/period";
import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/**
 * More certificates in this month, for connections of live applications. Never refuses: what runs keeps its
 * certificates, and the limit shows when the next connection is made.
 */
export async function countCertificate(ctx: Context, tx: Tx, count = 1): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO usage_counters (tenant_id, kind, period, used)
    VALUES (${ctx.tenantId}::uuid, 'cert', ${counterPeriod("cert", ctx.now())}::date, ${count})
    ON CONFLICT (tenant_id, kind, period) DO UPDATE SET used = usage_counters.used + EXCLUDED.used`;
}
