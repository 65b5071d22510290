import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import { type Context, environmentFilter, inEnvironment } from "@/lib/platform/ports/context";
import { toEndpointResource } from "@/lib/webhooks/endpoints/endpoint-row";
import type { ListWebhookEndpointsInput, WebhookEndpointResource } from "@/lib/webhooks/schema";

/** The tenant's webhook endpoints, newest first. @throws Refusal invalid for a foreign cursor */
export async function listWebhookEndpoints(
  ctx: Context,
  input: ListWebhookEndpointsInput,
): Promise<Page<WebhookEndpointResource>> {
  const after = parseIdCursor(input.cursor);
  const rows = await ctx.database.prisma.webhookEndpoint.findMany({
    where: {
      tenantId: ctx.tenantId,
      deletedAt: null,
      ...environmentFilter(inEnvironment(ctx, input.environment).actor),
      ...(after ? { id: { lt: after } } : {}),
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(
    rows,
    input.limit,
    (row) => row.id,
    (row) => toEndpointResource(ctx, row),
  );
}
