import { counterPeriod } from "@/lib/accounts/quotas/period";
import type { ConnectionState } from "@/lib/db/generated/client";
import { inTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Recounts the tenant's `active_domain` from its connections: after a change by hand or a restored backup. Exact while
 * connections are created and archived, because those write the connection first and this counter last: what is not yet
 * committed while we lock the counter is added after us.
 * @throws Refusal not_found
 */
export async function recountDomains(
  ctx: Context,
  input: { activeStates: readonly ConnectionState[] },
): Promise<{ before: number; after: number }> {
  const period = counterPeriod("activeDomain", ctx.now());
  return inTransaction(ctx, async (tx) => {
    const [locked] = await tx.$queryRaw<{ used: bigint }[]>`
      INSERT INTO usage_counters (tenant_id, kind, period, used)
      SELECT id, 'active_domain', ${period}::date, 0 FROM tenants WHERE id = ${ctx.tenantId}::uuid
      ON CONFLICT (tenant_id, kind, period) DO UPDATE SET used = usage_counters.used
      RETURNING used`;
    if (!locked) throw new Refusal("not_found", `There is no tenant ${ctx.tenantId}.`, { param: "tenant" });
    const after = await tx.connection.count({
      where: {
        tenantId: ctx.tenantId,
        state: { in: [...input.activeStates] },
        application: { environment: "live" },
      },
    });
    await tx.usageCounter.update({
      where: {
        tenantId_kind_period: { tenantId: ctx.tenantId, kind: "active_domain", period: new Date(period) },
      },
      data: { used: after },
    });
    return { before: Number(locked.used), after };
  });
}
