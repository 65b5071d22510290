import { filteredConnections } from "@/lib/connections/connection-filter";
import type { Prisma } from "@/lib/db/generated/client";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import { searchOf } from "@/lib/dns/search-of";
import { type Context, environmentFilter, inEnvironment } from "@/lib/platform/ports/context";
import { toDeliverySummary } from "@/lib/webhooks/deliveries/delivery-row";
import type { ListWebhookDeliveriesInput, WebhookDeliverySummary } from "@/lib/webhooks/schema";

/** Of a search by hostname, newest first. */
const maxSearched = 20;

/** The tenant's deliveries, newest first, of deleted endpoints too. @throws Refusal invalid for a foreign cursor */
export async function listWebhookDeliveries(
  ctx: Context,
  input: ListWebhookDeliveriesInput,
): Promise<Page<WebhookDeliverySummary>> {
  const after = parseIdCursor(input.cursor);
  const environment = environmentFilter(inEnvironment(ctx, input.environment).actor);
  const search = input.q === undefined ? {} : await searchedBy(ctx, input.q);
  const rows = await ctx.database.prisma.webhookDelivery.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...(environment.environment ? { endpoint: environment } : {}),
      ...(input.endpointId ? { endpointId: input.endpointId } : {}),
      ...(input.connectionId ? { connectionId: input.connectionId } : {}),
      ...(input.status ? { status: input.status } : {}),
      ...(input.type ? { type: input.type } : {}),
      AND: [search, after ? { id: { lt: after } } : {}],
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toDeliverySummary);
}

async function searchedBy(ctx: Context, q: string): Promise<Prisma.WebhookDeliveryWhereInput> {
  const { id } = searchOf(q);
  if (id !== null) return { OR: [{ id }, { messageId: id }, { endpointId: id }, { connectionId: id }] };
  const found = await ctx.database.prisma.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM connections c WHERE ${filteredConnections(ctx, { q })} ORDER BY c.id DESC LIMIT ${maxSearched}`;
  return { connectionId: { in: found.map((connection) => connection.id) } };
}
