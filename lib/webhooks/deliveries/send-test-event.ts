import { answerInTransaction } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";
import { testEventType } from "@/lib/webhooks/catalog";
import { getDeliveryRow, toDeliveryResource } from "@/lib/webhooks/deliveries/delivery-row";
import { sendMessage } from "@/lib/webhooks/deliveries/send-message";
import { recordAttempt } from "@/lib/webhooks/deliveries/settle-attempt";
import { getEndpointRow } from "@/lib/webhooks/endpoints/endpoint-row";
import type { WebhookDeliveryResource, WebhookEndpointIdInput } from "@/lib/webhooks/schema";

/**
 * Sends a test event once, to a paused or disabled endpoint too, and returns the outcome. It does not affect the endpoint's
 * health and is not retried.
 * @throws Refusal not_found
 */
export async function sendTestEvent(ctx: Context, input: WebhookEndpointIdInput): Promise<WebhookDeliveryResource> {
  const endpoint = await getEndpointRow(ctx, input.id);
  const message = {
    messageId: newId(ctx.now()),
    connectionId: null,
    type: testEventType,
    sequence: 0,
    data: { endpointId: endpoint.id },
  };
  const attempt = await sendMessage(ctx, endpoint, message);
  return answerInTransaction(ctx, async (tx) => {
    const { id } = await tx.webhookDelivery.create({
      data: {
        ...message,
        id: newId(ctx.now()),
        tenantId: ctx.tenantId,
        endpointId: endpoint.id,
        status: attempt.succeeded ? "succeeded" : "failed",
        attempts: 1,
        createdAt: attempt.startedAt,
        settledAt: ctx.now(),
      },
    });
    await recordAttempt(ctx, tx, id, 1, attempt);
    await recordAudit(ctx, tx, "webhook_endpoint.tested", endpoint.id, { deliveryId: id });
    return toDeliveryResource(await getDeliveryRow(ctx, id, tx));
  });
}
