import { counterPeriod } from "@/lib/accounts/quotas/period";
import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/**
 * One more certificate in this month, for a connection of a live application. Never refuses: what runs keeps its
 * certificates, and the limit shows when the next connection is made.
 */
export async function countCertificate(ctx: Context, tx: Tx): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO usage_counters (tenant_id, kind, period, used)
    VALUES (${ctx.tenantId}::uuid, 'cert', ${counterPeriod("cert", ctx.now())}::date, 1)
    ON CONFLICT (tenant_id, kind, period) DO UPDATE SET used = usage_counters.used + 1`;
}
