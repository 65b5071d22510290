import { counterPeriod } from "@/lib/accounts/quotas/period";
import type { ConnectionState } from "@/lib/db/generated/client";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { type UsageKind, usageKindNames, usageKinds } from "@/lib/kernel/plans";
import type { Context } from "@/lib/platform/ports/context";

export type Recount = Partial<Record<UsageKind, { before: number; after: number }>>;

/**
 * Recounts the tenant's active domains from its connections, in each environment: after a change by hand or a restored
 * backup. Exact while connections are created and archived, because those write the connection first and this counter
 * last: what is not yet committed while we lock the counter is added after us.
 * @throws Refusal not_found
 */
export async function recountDomains(
  ctx: Context,
  input: { activeStates: readonly ConnectionState[] },
): Promise<Recount> {
  const kinds = usageKindNames.filter((kind) => usageKinds[kind].metric === "activeDomain");
  return inTransaction(ctx, async (tx) => {
    const recount: Recount = {};
    for (const kind of kinds) recount[kind] = await recountKind(ctx, tx, kind, input.activeStates);
    return recount;
  });
}

async function recountKind(ctx: Context, tx: Tx, kind: UsageKind, activeStates: readonly ConnectionState[]) {
  const { stored, environment } = usageKinds[kind];
  const period = counterPeriod(kind, ctx.now());
  const [locked] = await tx.$queryRaw<{ used: bigint }[]>`
    INSERT INTO usage_counters (tenant_id, kind, period, used)
    SELECT id, ${stored}::usage_kind, ${period}::date, 0 FROM tenants WHERE id = ${ctx.tenantId}::uuid
    ON CONFLICT (tenant_id, kind, period) DO UPDATE SET used = usage_counters.used
    RETURNING used`;
  if (!locked) throw new Refusal("not_found", `There is no tenant ${ctx.tenantId}.`, { param: "tenant" });
  const after = await tx.connection.count({
    where: { tenantId: ctx.tenantId, state: { in: [...activeStates] }, application: { environment } },
  });
  await tx.usageCounter.update({
    where: { tenantId_kind_period: { tenantId: ctx.tenantId, kind: stored, period: new Date(period) } },
    data: { used: after },
  });
  return { before: Number(locked.used), after };
}
