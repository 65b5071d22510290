import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import { type Context, environmentFilter, inEnvironment } from "@/lib/platform/ports/context";
import { toDeliverySummary } from "@/lib/webhooks/deliveries/delivery-row";
import type { ListWebhookDeliveriesInput, WebhookDeliverySummary } from "@/lib/webhooks/schema";

/** The tenant's deliveries, newest first, of deleted endpoints too. @throws Refusal invalid for a foreign cursor */
export async function listWebhookDeliveries(
  ctx: Context,
  input: ListWebhookDeliveriesInput,
): Promise<Page<WebhookDeliverySummary>> {
  const after = parseIdCursor(input.cursor);
  const environment = environmentFilter(inEnvironment(ctx, input.environment).actor);
  const rows = await ctx.database.prisma.webhookDelivery.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...(environment.environment ? { endpoint: environment } : {}),
      ...(input.endpointId ? { endpointId: input.endpointId } : {}),
      ...(input.connectionId ? { connectionId: input.connectionId } : {}),
      ...(input.status ? { status: input.status } : {}),
      ...(input.type ? { type: input.type } : {}),
      ...(after ? { id: { lt: after } } : {}),
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toDeliverySummary);
}
