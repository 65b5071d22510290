import type { WebhookAttempt, WebhookDelivery } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { type Context, environmentFilter } from "@/lib/platform/ports/context";
import type { WebhookDeliveryResource, WebhookDeliverySummary } from "@/lib/webhooks/schema";

export type DeliveryRow = WebhookDelivery & { tries: WebhookAttempt[] };

const shownAttempts = 50;

/**
 * A delivery with its newest attempts, whatever became of its endpoint.
 * @throws Refusal not_found: another tenant's, or of the other environment than the key
 */
export async function getDeliveryRow(ctx: Context, id: string, tx?: Tx): Promise<DeliveryRow> {
  const client = tx ?? ctx.database.prisma;
  const row = await client.webhookDelivery.findFirst({
    where: { id, tenantId: ctx.tenantId, endpoint: environmentFilter(ctx.actor) },
  });
  if (!row) throw new Refusal("not_found", `There is no webhook delivery ${id}.`);
  const tries = await client.webhookAttempt.findMany({
    where: { deliveryId: id, tenantId: ctx.tenantId },
    orderBy: { number: "desc" },
    take: shownAttempts,
  });
  return { ...row, tries };
}

export function toDeliverySummary(row: WebhookDelivery): WebhookDeliverySummary {
  return {
    id: row.id,
    endpointId: row.endpointId,
    connectionId: row.connectionId,
    hostname: hostnameIn(row.data),
    messageId: row.messageId,
    type: row.type,
    sequence: row.sequence,
    status: row.status,
    attemptCount: row.attempts,
    nextAttemptAt: row.nextAttemptAt,
    settledAt: row.settledAt,
    createdAt: row.createdAt,
  };
}

function hostnameIn(data: WebhookDelivery["data"]): string | null {
  const { hostname } = data as Record<string, unknown>;
  return typeof hostname === "string" ? hostname : null;
}

export function toDeliveryResource(row: DeliveryRow): WebhookDeliveryResource {
  return {
    ...toDeliverySummary(row),
    data: row.data as Record<string, unknown>,
    attempts: row.tries.map((attempt) => ({
      number: attempt.number,
      startedAt: attempt.startedAt,
      durationMs: attempt.durationMs,
      statusCode: attempt.statusCode,
      error: attempt.error,
      responseExcerpt: attempt.responseExcerpt,
    })),
  };
}
