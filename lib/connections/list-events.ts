import { getConnectionRow } from "@/lib/connections/connection-row";
import type { EventResource, ListEventsInput } from "@/lib/connections/schema";
import { type Page, parseCursor, toPage } from "@/lib/db/pagination";
import type { Context } from "@/lib/platform/ports/context";

/**
 * A connection's timeline, newest first.
 * @throws Refusal not_found (connection), invalid for a foreign cursor
 */
export async function listEvents(ctx: Context, input: ListEventsInput): Promise<Page<EventResource>> {
  const before = parseCursor(input.cursor, (key) => (/^\d{1,9}$/.test(key) ? Number(key) : null));
  await getConnectionRow(ctx, input.id);
  const rows = await ctx.database.prisma.event.findMany({
    where: {
      connectionId: input.id,
      tenantId: ctx.tenantId,
      ...(before === undefined ? {} : { sequence: { lt: before } }),
    },
    orderBy: { sequence: "desc" },
    take: input.limit + 1,
  });
  return toPage(
    rows,
    input.limit,
    (row) => String(row.sequence),
    (row) => ({
      id: row.id,
      sequence: row.sequence,
      type: row.type,
      actor: row.actor,
      data: row.data as Record<string, unknown>,
      createdAt: row.createdAt,
    }),
  );
}
