import { answerInTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";
import { getDeliveryRow, toDeliveryResource } from "@/lib/webhooks/deliveries/delivery-row";
import { lockEndpointRow } from "@/lib/webhooks/endpoints/endpoint-row";
import { lockPartitions } from "@/lib/webhooks/partitions/lock-partitions";
import type { WebhookDeliveryIdInput, WebhookDeliveryResource } from "@/lib/webhooks/schema";

/**
 * Enqueues a settled delivery again with its message id and its order: before newer events of its connection. Its attempts
 * keep counting, so that one whose retries are exhausted is tried once.
 * @throws Refusal not_found (its endpoint too), invalid_state
 */
export async function replayWebhookDelivery(
  ctx: Context,
  input: WebhookDeliveryIdInput,
): Promise<WebhookDeliveryResource> {
  return answerInTransaction(ctx, async (tx) => {
    await lockPartitions(tx, "shared");
    const { endpointId, connectionId } = await getDeliveryRow(ctx, input.id, tx);
    const endpoint = await lockEndpointRow(ctx, tx, endpointId);
    if (endpoint.status !== "enabled") {
      throw new Refusal("invalid_state", `The webhook endpoint is ${endpoint.status}. Enable it first.`);
    }
    const reopened = await tx.webhookDelivery.updateMany({
      where: { id: input.id, tenantId: ctx.tenantId, status: { not: "pending" } },
      data: { status: "pending", nextAttemptAt: ctx.now(), settledAt: null },
    });
    if (reopened.count === 0) {
      throw new Refusal("invalid_state", "This delivery is pending already: it will be sent without a replay.");
    }
    await enqueue(ctx, tx, "deliver-webhooks", [{ endpointId, connectionId }]);
    await recordAudit(ctx, tx, "webhook_delivery.replayed", input.id, { endpointId });
    return toDeliveryResource(await getDeliveryRow(ctx, input.id, tx));
  });
}
