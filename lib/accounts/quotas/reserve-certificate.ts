import { reserveUsage } from "@/lib/accounts/quotas/reserve-usage";
import type { Tx } from "@/lib/db/transaction";
import type { Refusal } from "@/lib/kernel/errors";
import { findUsageKind } from "@/lib/kernel/plans";
import type { Environment } from "@/lib/kernel/scopes";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Reserves the first certificate of a hostname, in the transaction that claims it: from the claim on, the edge may order one.
 * @returns why not; null: it may, which is always so in an environment that does not count first certificates
 */
export async function reserveCertificate(ctx: Context, tx: Tx, environment: Environment): Promise<Refusal | null> {
  const kind = findUsageKind("firstCert", environment);
  return kind === null ? null : (await reserveUsage(ctx, tx, 1, [kind])).refusal;
}
