import type { Database } from "@/lib/db/client";
import type { Tx } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/** Fails the pending deliveries of a deleted endpoint, or of one of its connections. */
export async function giveUpPending(
  ctx: Context,
  client: Tx | Database["prisma"],
  of: { endpointId: string; connectionId?: string | null },
): Promise<void> {
  await client.webhookDelivery.updateMany({
    where: { tenantId: ctx.tenantId, status: "pending", ...of },
    data: { status: "failed", nextAttemptAt: null, settledAt: ctx.now() },
  });
}
