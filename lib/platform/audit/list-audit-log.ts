import type { AuditEntry } from "@/lib/db/generated/client";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import { firstIdAt } from "@/lib/kernel/ids";
import { nameActors } from "@/lib/platform/audit/name-actors";
import type { AuditEntryResource, ListAuditLogInput } from "@/lib/platform/audit/schema";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Who did what, newest first. The log is the tenant's and its entries have no environment: every key with the scope sees
 * all of them.
 * @throws Refusal invalid for a cursor that no list returned
 */
export async function listAuditLog(ctx: Context, input: ListAuditLogInput): Promise<Page<AuditEntryResource>> {
  const after = parseIdCursor(input.cursor);
  const rows = await ctx.database.prisma.auditEntry.findMany({
    where: {
      tenantId: ctx.tenantId,
      ...(input.action ? { action: input.action } : {}),
      ...(input.actor ? { actor: input.actor } : {}),
      ...(input.targetId ? { targetId: input.targetId } : {}),
      // Ids begin with the time of their entry, so that the index that orders the list also bounds it.
      AND: [
        ...(input.since ? [{ id: { gte: firstIdAt(input.since) } }] : []),
        ...(input.until ? [{ id: { lt: firstIdAt(input.until) } }] : []),
        ...(after ? [{ id: { lt: after } }] : []),
      ],
    },
    orderBy: { id: "desc" },
    take: input.limit + 1,
  });
  const names = await nameActors(
    ctx,
    rows.map(({ actor }) => actor),
  );
  return toPage(
    rows,
    input.limit,
    (row) => row.id,
    (row) => toAuditEntryResource(row, names),
  );
}

function toAuditEntryResource(row: AuditEntry, names: ReadonlyMap<string, string>): AuditEntryResource {
  const { tenantId: _, data, ...fields } = row;
  return { ...fields, actorName: names.get(row.actor) ?? null, data: data as Record<string, unknown> };
}
