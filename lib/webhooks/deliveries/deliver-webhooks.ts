import type { WebhookDelivery, WebhookEndpoint } from "@/lib/db/generated/client";
import type { Context } from "@/lib/platform/ports/context";
import { sendMessage } from "@/lib/webhooks/deliveries/send-message";
import { settleAttempt } from "@/lib/webhooks/deliveries/settle-attempt";
import { giveUpPending } from "@/lib/webhooks/endpoints/give-up-pending";
import { isBeforeRetry } from "@/lib/webhooks/policy";

/** No message is started after this time, so that other jobs get a turn and a stopping worker does not wait long. */
const runBudgetMs = 10_000;
const maxMessagesPerRun = 50;

type DeliverInput = { endpointId: string; connectionId: string | null };

/**
 * Sends an endpoint's pending deliveries of a connection, in order: only the oldest one is ever sent, and the next one only
 * after it succeeded or finally failed. There is no transaction between the read and the guarded write, so two workers on
 * one job (a lost lease) at worst send the same message twice. How many of an endpoint's jobs run at a time is the pool's
 * to decide (`createFairQueue`).
 */
export async function deliverWebhooks(ctx: Context, input: DeliverInput): Promise<{ runAgainAt: Date | null }> {
  const endsAtMs = performance.now() + runBudgetMs;
  for (let sent = 0; sent < maxMessagesPerRun && performance.now() < endsAtMs; sent += 1) {
    const endpoint = await findEndpoint(ctx, input.endpointId);
    if (!endpoint || endpoint.deletedAt !== null) {
      // Inserted by a transaction that was open when the endpoint was deleted.
      await giveUpPending(ctx, ctx.database.prisma, input);
      return { runAgainAt: null };
    }
    // Enabling it enqueues this job again.
    if (endpoint.status !== "enabled") return { runAgainAt: null };
    const delivery = await findOldestPending(ctx, input);
    if (!delivery) return { runAgainAt: null };
    for (const notBefore of [delivery.nextAttemptAt, endpoint.waitUntil]) {
      if (notBefore !== null && isBeforeRetry(notBefore, ctx.now())) return { runAgainAt: notBefore };
    }
    await settleAttempt(ctx, endpoint, delivery, await sendMessage(ctx, endpoint, delivery));
  }
  return { runAgainAt: ctx.now() };
}

function findEndpoint(ctx: Context, id: string): Promise<WebhookEndpoint | null> {
  return ctx.database.prisma.webhookEndpoint.findFirst({ where: { id, tenantId: ctx.tenantId } });
}

function findOldestPending(ctx: Context, { endpointId, connectionId }: DeliverInput): Promise<WebhookDelivery | null> {
  return ctx.database.prisma.webhookDelivery.findFirst({
    where: { tenantId: ctx.tenantId, endpointId, connectionId, status: "pending" },
    orderBy: [{ sequence: "asc" }, { id: "asc" }],
  });
}
