import { toConnectionSummary } from "@/lib/connections/connection-resource";
import type { ConnectionSummary, ListConnectionsInput } from "@/lib/connections/schema";
import { type Context, environmentFilter } from "@/lib/context";
import type { Prisma } from "@/lib/db/generated/client";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";

/**
 * The tenant's connections, newest first.
 * @throws Refusal invalid for a foreign cursor
 */
export async function listConnections(ctx: Context, input: ListConnectionsInput): Promise<Page<ConnectionSummary>> {
  const after = parseIdCursor(input.cursor);
  const environment = environmentFilter(ctx.actor);
  const rows = await ctx.database.prisma.connection.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...(environment.environment ? { application: environment } : {}),
      ...(input.applicationId ? { applicationId: input.applicationId } : {}),
      ...(input.batchId ? { batchId: input.batchId } : {}),
      ...(input.state ? { state: { in: input.state } } : {}),
      AND: [nameFilter(input), ...(after ? [{ id: { lt: after } }] : [])],
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  return toPage(rows, input.limit, (row) => row.id, toConnectionSummary);
}

function nameFilter(input: ListConnectionsInput): Prisma.ConnectionWhereInput {
  const prefix = input.hostname?.toLowerCase();
  const part = input.q?.trim().toLowerCase();
  return {
    ...(prefix ? { hostname: { startsWith: prefix } } : {}),
    ...(part ? { OR: [{ hostname: { contains: part } }, { hostnameUnicode: { contains: part } }] } : {}),
  };
}
