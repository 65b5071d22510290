import type { Context } from "@/lib/platform/ports/context";
import { getEndpointRow, toEndpointResource } from "@/lib/webhooks/endpoints/endpoint-row";
import type { WebhookEndpointIdInput, WebhookEndpointResource } from "@/lib/webhooks/schema";

/** @throws Refusal not_found */
export async function getWebhookEndpoint(
  ctx: Context,
  input: WebhookEndpointIdInput,
): Promise<WebhookEndpointResource> {
  return toEndpointResource(ctx, await getEndpointRow(ctx, input.id));
}
