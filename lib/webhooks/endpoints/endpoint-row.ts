import type { WebhookEndpoint } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { checkOutboundUrl } from "@/lib/platform/outbound/outbound-url";
import { type Context, environmentFilter } from "@/lib/platform/ports/context";
import { isBeforeRetry } from "@/lib/webhooks/policy";
import type { WebhookEndpointResource } from "@/lib/webhooks/schema";

/** @throws Refusal not_found: deleted, another tenant's, or of the other environment than the key */
export async function getEndpointRow(ctx: Context, id: string, tx?: Tx): Promise<WebhookEndpoint> {
  const row = await (tx ?? ctx.database.prisma).webhookEndpoint.findFirst({
    where: { id, tenantId: ctx.tenantId, deletedAt: null, ...environmentFilter(ctx.actor) },
  });
  if (!row) throw new Refusal("not_found", `There is no webhook endpoint ${id}.`);
  return row;
}

/**
 * The same, locked until the transaction ends. Whoever changes an endpoint and its deliveries locks the endpoint first.
 * Not FOR UPDATE: the foreign keys of new deliveries must not wait for it.
 */
export async function lockEndpointRow(ctx: Context, tx: Tx, id: string): Promise<WebhookEndpoint> {
  await tx.$queryRaw`
    SELECT id FROM webhook_endpoints WHERE id = ${id}::uuid AND tenant_id = ${ctx.tenantId}::uuid FOR NO KEY UPDATE`;
  return getEndpointRow(ctx, id, tx);
}

/** The URL in the form that messages are sent to. @throws Refusal invalid */
export function assertEndpointUrl(ctx: Context, url: string): string {
  const checked = checkOutboundUrl(url, { allowLoopback: ctx.policy.sandbox });
  if (!checked.ok) {
    throw new Refusal("invalid", checked.message, { param: "url", details: { reason: checked.reason } });
  }
  return checked.url.href;
}

export function toEndpointResource(ctx: Context, row: WebhookEndpoint): WebhookEndpointResource {
  const expiresAt = row.previousSecretExpiresAt;
  return {
    id: row.id,
    environment: row.environment,
    applicationId: row.applicationId,
    url: row.url,
    description: row.description,
    eventTypes: row.eventTypes,
    status: row.status,
    failingSince: row.failingSince,
    waitUntil: row.waitUntil !== null && isBeforeRetry(row.waitUntil, ctx.now()) ? row.waitUntil : null,
    disabledAt: row.disabledAt,
    disabledReason: row.disabledReason,
    previousSecretExpiresAt: expiresAt !== null && expiresAt > ctx.now() ? expiresAt : null,
    createdAt: row.createdAt,
  };
}
