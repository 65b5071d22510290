import type { AuditEntry } from "@/lib/db/generated/client";
import { type Page, parseIdCursor, toPage } from "@/lib/db/pagination";
import { firstIdAt } from "@/lib/kernel/ids";
import type { Environment } from "@/lib/kernel/scopes";
import { nameActors } from "@/lib/platform/audit/name-actors";
import type { AuditEntryResource, ListAuditLogInput } from "@/lib/platform/audit/schema";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Who did what, newest first. The log is the tenant's: every key with the scope sees all of it. With an environment:
 * what was done there, and what concerns the whole account.
 * @throws Refusal invalid for a cursor that no list returned
 */
export async function listAuditLog(ctx: Context, input: ListAuditLogInput): Promise<Page<AuditEntryResource>> {
  const after = parseIdCursor(input.cursor);
  const entriesOf = (environment: Environment | null | undefined) =>
    ctx.database.prisma.auditEntry.findMany({
      where: {
        ...(environment === undefined ? {} : { environment }),
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
  // Two reads: each has an index in the list's order, which an OR would not use.
  const rows = input.environment
    ? (await Promise.all([entriesOf(input.environment), entriesOf(null)]))
        .flat()
        .sort((one, other) => (one.id < other.id ? 1 : -1))
        .slice(0, input.limit + 1)
    : await entriesOf(undefined);
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
