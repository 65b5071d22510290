import { answerInTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";
import { lockEndpointRow, toEndpointResource } from "@/lib/webhooks/endpoints/endpoint-row";
import type { RotateWebhookSecretInput, WebhookEndpointWithSecret } from "@/lib/webhooks/schema";
import { newSigningSecret } from "@/lib/webhooks/signing-secret";

/**
 * Creates a new signing secret, shown once. The old one also signs for `overlapHours`; an older one stops now.
 * @throws Refusal not_found
 */
export async function rotateWebhookSecret(
  ctx: Context,
  input: RotateWebhookSecretInput,
): Promise<WebhookEndpointWithSecret> {
  const signingSecret = newSigningSecret();
  const overlaps = input.overlapHours > 0;
  return answerInTransaction(ctx, async (tx) => {
    const before = await lockEndpointRow(ctx, tx, input.id);
    const row = await tx.webhookEndpoint.update({
      where: { id: before.id, tenantId: ctx.tenantId },
      data: {
        secretSealed: ctx.encryptor.encrypt(signingSecret),
        previousSecretSealed: overlaps ? before.secretSealed : null,
        previousSecretExpiresAt: overlaps ? new Date(ctx.now().getTime() + input.overlapHours * 3_600_000) : null,
      },
    });
    await recordAudit(ctx, tx, "webhook_endpoint.secret_rotated", row.id, { overlapHours: input.overlapHours });
    return { ...toEndpointResource(ctx, row), signingSecret };
  });
}
