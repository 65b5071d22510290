import type { WebhookDelivery, WebhookEndpoint } from "@/lib/db/generated/client";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import type { Context } from "@/lib/platform/ports/context";
import type { Attempt } from "@/lib/webhooks/deliveries/send-message";
import { disableEndpoint } from "@/lib/webhooks/endpoints/disable-endpoint";
import { disableAfterMs, goneStatus, nextAttemptAt } from "@/lib/webhooks/policy";

/**
 * Records an attempt and its consequences for the delivery and its endpoint.
 * @returns false, and writes nothing, if another worker settled or tried the delivery meanwhile
 */
export async function settleAttempt(
  ctx: Context,
  endpoint: WebhookEndpoint,
  delivery: WebhookDelivery,
  attempt: Attempt,
): Promise<boolean> {
  const attempts = delivery.attempts + 1;
  const retryAt = attempt.succeeded ? null : nextAttemptAt(attempts, ctx.now(), attempt.retryAfterMs);
  return inTransaction(ctx, async (tx) => {
    const current = await lockIfHealthChanges(ctx, tx, endpoint, attempt);
    const swapped = await tx.webhookDelivery.updateMany({
      where: { id: delivery.id, tenantId: ctx.tenantId, status: "pending", attempts: delivery.attempts },
      data: {
        attempts,
        nextAttemptAt: retryAt,
        ...(retryAt ? {} : { status: attempt.succeeded ? "succeeded" : "failed", settledAt: ctx.now() }),
      },
    });
    if (swapped.count === 0) return false;
    await recordAttempt(ctx, tx, delivery.id, attempts, attempt);
    if (current) await updateHealth(ctx, tx, current, attempt, endpoint.url);
    return true;
  });
}

export async function recordAttempt(
  ctx: Context,
  tx: Tx,
  deliveryId: string,
  number: number,
  attempt: Attempt,
): Promise<void> {
  const { succeeded: _succeeded, retryAfterMs: _retryAfterMs, ...seen } = attempt;
  await tx.webhookAttempt.create({
    data: { id: newId(ctx.now()), tenantId: ctx.tenantId, deliveryId, number, ...seen },
  });
}

/** A healthy endpoint that keeps working is not locked, so that its deliveries settle concurrently. */
async function lockIfHealthChanges(
  ctx: Context,
  tx: Tx,
  endpoint: WebhookEndpoint,
  attempt: Attempt,
): Promise<WebhookEndpoint | null> {
  if (attempt.succeeded && endpoint.failingSince === null) return null;
  await tx.$queryRaw`SELECT id FROM webhook_endpoints WHERE id = ${endpoint.id}::uuid FOR NO KEY UPDATE`;
  return tx.webhookEndpoint.findFirst({ where: { id: endpoint.id, tenantId: ctx.tenantId, deletedAt: null } });
}

/** `url`: where the attempt went. What one URL answers says nothing about another that was set meanwhile. */
async function updateHealth(
  ctx: Context,
  tx: Tx,
  endpoint: WebhookEndpoint,
  { succeeded, statusCode, retryAfterMs }: Attempt,
  url: string,
): Promise<void> {
  if (endpoint.url !== url) return;
  const where = { id: endpoint.id, tenantId: ctx.tenantId };
  if (succeeded) {
    await tx.webhookEndpoint.updateMany({ where, data: { failingSince: null } });
    return;
  }
  const failingSince = endpoint.failingSince ?? ctx.now();
  const waitUntil = retryAfterMs > 0 ? new Date(ctx.now().getTime() + retryAfterMs) : endpoint.waitUntil;
  await tx.webhookEndpoint.updateMany({ where, data: { failingSince, waitUntil } });
  if (statusCode === goneStatus) {
    await disableEndpoint(ctx, tx, { ...endpoint, failingSince }, "gone");
  } else if (ctx.now().getTime() - failingSince.getTime() >= disableAfterMs) {
    await disableEndpoint(ctx, tx, { ...endpoint, failingSince }, "failing");
  }
}
