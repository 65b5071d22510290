import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";
import { lockEndpointRow, toEndpointResource } from "@/lib/webhooks/endpoints/endpoint-row";
import { giveUpPending } from "@/lib/webhooks/endpoints/give-up-pending";
import type { WebhookEndpointIdInput, WebhookEndpointResource } from "@/lib/webhooks/schema";

/** Deletes it at once and fails its pending deliveries. Past deliveries stay readable. @throws Refusal not_found */
export async function deleteWebhookEndpoint(
  ctx: Context,
  input: WebhookEndpointIdInput,
): Promise<WebhookEndpointResource> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockEndpointRow(ctx, tx, input.id);
    await tx.webhookEndpoint.update({
      where: { id: row.id, tenantId: ctx.tenantId },
      data: { deletedAt: ctx.now(), previousSecretSealed: null, previousSecretExpiresAt: null },
    });
    await giveUpPending(ctx, tx, { endpointId: row.id });
    await recordAudit(ctx, tx, "webhook_endpoint.deleted", row.id);
    return toEndpointResource(ctx, row);
  });
}
