import { type Reservation, reserveUsage } from "@/lib/accounts/quotas/reserve-usage";
import type { Tx } from "@/lib/db/transaction";
import { findUsageKind } from "@/lib/kernel/plans";
import type { Environment } from "@/lib/kernel/scopes";
import type { Context } from "@/lib/platform/ports/context";

/** Reserves up to `wanted` checks that the tenant requests. What staff, the operator and the worker request is not counted. */
export async function reserveChecks(
  ctx: Context,
  tx: Tx,
  environment: Environment,
  wanted: number,
): Promise<Reservation> {
  const kind = ["key", "widget", "user"].includes(ctx.actor.kind) ? findUsageKind("check", environment) : null;
  if (kind === null || wanted === 0) return { granted: wanted, refusal: null };
  return reserveUsage(ctx, tx, wanted, [kind]);
}
