import type { Context } from "@/lib/platform/ports/context";
import { getDeliveryRow, toDeliveryResource } from "@/lib/webhooks/deliveries/delivery-row";
import type { WebhookDeliveryIdInput, WebhookDeliveryResource } from "@/lib/webhooks/schema";

/** @throws Refusal not_found */
export async function getWebhookDelivery(
  ctx: Context,
  input: WebhookDeliveryIdInput,
): Promise<WebhookDeliveryResource> {
  return toDeliveryResource(await getDeliveryRow(ctx, input.id));
}
