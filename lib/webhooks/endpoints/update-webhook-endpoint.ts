import type { Prisma, WebhookEndpoint } from "@/lib/db/generated/client";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";
import { assertEndpointUrl, lockEndpointRow, toEndpointResource } from "@/lib/webhooks/endpoints/endpoint-row";
import type { UpdateWebhookEndpointInput, WebhookEndpointResource } from "@/lib/webhooks/schema";

/**
 * Changes the given fields. Enabling a paused or disabled endpoint sends its pending deliveries at once.
 * @throws Refusal not_found, invalid
 */
export async function updateWebhookEndpoint(
  ctx: Context,
  input: UpdateWebhookEndpointInput,
): Promise<WebhookEndpointResource> {
  const url = input.url === undefined ? undefined : assertEndpointUrl(ctx, input.url);
  return inTransaction(ctx, async (tx) => {
    const before = await lockEndpointRow(ctx, tx, input.id);
    const changes = changesOf(before, { ...input, url });
    if (Object.keys(changes).length === 0) return toEndpointResource(ctx, before);
    const row = await tx.webhookEndpoint.update({ where: { id: before.id, tenantId: ctx.tenantId }, data: changes });
    if (changes.status === "enabled") await resume(ctx, tx, row.id);
    await recordAudit(ctx, tx, "webhook_endpoint.updated", row.id, {
      fields: Object.keys(changes).filter((field) => field in input),
      ...(changes.status ? { from: before.status, to: row.status } : {}),
    });
    return toEndpointResource(ctx, row);
  });
}

type Changes = Pick<
  Prisma.WebhookEndpointUncheckedUpdateInput,
  "url" | "description" | "eventTypes" | "failingSince" | "waitUntil" | "disabledAt" | "disabledReason"
> & { status?: "enabled" | "paused" };

/** A new URL, or a person who enables it, resets the failures and the wait that the receiver asked for. */
function changesOf(
  before: WebhookEndpoint,
  input: Omit<UpdateWebhookEndpointInput, "url"> & { url: string | undefined },
) {
  const changes: Changes = {};
  if (input.url !== undefined && input.url !== before.url)
    Object.assign(changes, { url: input.url, failingSince: null, waitUntil: null });
  if (input.description !== undefined && input.description !== before.description) {
    changes.description = input.description;
  }
  if (input.eventTypes !== undefined && input.eventTypes.join() !== before.eventTypes.join()) {
    changes.eventTypes = input.eventTypes;
  }
  if (input.status !== undefined && input.status !== before.status) {
    Object.assign(changes, { status: input.status, disabledAt: null, disabledReason: null });
    if (input.status === "enabled") Object.assign(changes, { failingSince: null, waitUntil: null });
  }
  return changes;
}

/** Jobs enqueued in one statement. */
const resumedAtOnce = 1_000;

/** Clears all retry delays and enqueues a job for every connection with pending deliveries. */
async function resume(ctx: Context, tx: Tx, endpointId: string): Promise<void> {
  const pending = { tenantId: ctx.tenantId, endpointId, status: "pending" } as const;
  await tx.webhookDelivery.updateMany({
    where: { ...pending, nextAttemptAt: { gt: ctx.now() } },
    data: { nextAttemptAt: ctx.now() },
  });
  const groups = await tx.webhookDelivery.groupBy({ by: ["connectionId"], where: pending });
  for (let start = 0; start < groups.length; start += resumedAtOnce) {
    const jobs = groups.slice(start, start + resumedAtOnce).map(({ connectionId }) => ({ endpointId, connectionId }));
    await enqueue(ctx, tx, "deliver-webhooks", jobs);
  }
}
