import type { WebhookDisabledReason, WebhookEndpoint } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";
import { maxEndpointsPerEnvironment } from "@/lib/webhooks/policy";

const eventType = "webhook_endpoint.disabled";

/**
 * Stops sending to an endpoint that has failed for days, or that wants no more messages (410). Pending deliveries stay, and new events create none, until
 * somebody enables it again. The tenant's other endpoints are notified.
 */
export async function disableEndpoint(
  ctx: Context,
  tx: Tx,
  endpoint: WebhookEndpoint,
  reason: WebhookDisabledReason,
): Promise<void> {
  const disabledAt = ctx.now();
  const disabled = await tx.webhookEndpoint.updateMany({
    where: { id: endpoint.id, tenantId: ctx.tenantId, status: "enabled" },
    data: { status: "disabled", disabledAt, disabledReason: reason },
  });
  if (disabled.count === 0) return;
  const failingSince = endpoint.failingSince?.toISOString() ?? null;
  await recordAudit(ctx, tx, eventType, endpoint.id, { reason, failingSince });
  const data = { endpointId: endpoint.id, reason, failingSince, disabledAt: disabledAt.toISOString() };
  await tellOthers(ctx, tx, endpoint, data);
}

/** The event concerns no connection. It leaves out the URL, which may contain a secret of its receiver. */
async function tellOthers(
  ctx: Context,
  tx: Tx,
  endpoint: WebhookEndpoint,
  data: { endpointId: string; reason: WebhookDisabledReason; failingSince: string | null; disabledAt: string },
): Promise<void> {
  const others = await tx.webhookEndpoint.findMany({
    where: {
      tenantId: ctx.tenantId,
      environment: endpoint.environment,
      id: { not: endpoint.id },
      status: "enabled",
      deletedAt: null,
      AND: [
        { OR: [{ applicationId: null }, { applicationId: endpoint.applicationId }] },
        { OR: [{ eventTypes: { isEmpty: true } }, { eventTypes: { has: eventType } }] },
      ],
    },
    select: { id: true },
    take: maxEndpointsPerEnvironment,
  });
  const now = ctx.now();
  const messageId = newId(now);
  await tx.webhookDelivery.createMany({
    data: others.map(({ id }) => ({
      id: newId(now),
      tenantId: ctx.tenantId,
      endpointId: id,
      connectionId: null,
      messageId,
      type: eventType,
      sequence: 0,
      data,
      nextAttemptAt: now,
      createdAt: now,
    })),
  });
  await enqueue(
    ctx,
    tx,
    "deliver-webhooks",
    others.map(({ id }) => ({ endpointId: id, connectionId: null })),
  );
}
