import { type Reservation, reserveUsage } from "@/lib/accounts/quotas/reserve-usage";
import type { Tx } from "@/lib/db/transaction";
import { usageKinds, usageKindsIn } from "@/lib/kernel/plans";
import type { Environment } from "@/lib/kernel/scopes";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Reserves up to `wanted` connections of an environment's applications: each starts one, and is an active domain. Call it
 * last in the transaction, after the connections are inserted: until the commit every other reservation of this tenant
 * waits, and archiving locks the connection before the counter.
 */
export function reserveConnections(
  ctx: Context,
  tx: Tx,
  environment: Environment,
  wanted: number,
): Promise<Reservation> {
  const kinds = usageKindsIn(environment);
  const taken = kinds.filter((kind) => ["connect", "activeDomain"].includes(usageKinds[kind].metric));
  const gates = kinds.filter((kind) => usageKinds[kind].metric === "cert");
  return reserveUsage(ctx, tx, wanted, taken, gates);
}
