import { countOf, doneResult, refusedResult } from "@/lib/connections/bulk-result";
import { noConnection } from "@/lib/connections/connection-row";
import { requestWriting } from "@/lib/connections/request-writing";
import type { ArchiveConnectionsInput, BulkArchive } from "@/lib/connections/schema";
import { transitionMany } from "@/lib/connections/transition";
import { answerInTransaction, type Tx } from "@/lib/db/transaction";
import { mapInTurns } from "@/lib/kernel/map-in-turns";
import { recordAudits } from "@/lib/platform/audit/record-audit";
import { type Context, visibleConnections } from "@/lib/platform/ports/context";

/**
 * Off-boards up to 500 hostnames in one transaction: their claims are released at once, the customers' DNS is not
 * touched unless the records that we wrote are to go. An id that does not exist is refused on its own; what is archived already stays as it is.
 */
export async function archiveConnections(ctx: Context, input: ArchiveConnectionsInput): Promise<BulkArchive> {
  const ids = [...new Set(input.ids)];
  return answerInTransaction(ctx, async (tx) => {
    await archiveInTransaction(ctx, tx, ids, input.removeRecords ?? false);
    const rows = await tx.connection.findMany({
      where: { tenantId: ctx.tenantId, id: { in: ids }, AND: visibleConnections(ctx.actor) },
    });
    const found = new Map(rows.map((row) => [row.id, row]));
    const results = await mapInTurns(input.ids, (id) => {
      const row = found.get(id);
      return row ? doneResult("archived", row, ctx) : refusedResult(id, noConnection(id));
    });
    return { results, archived: countOf(results, "archived"), refused: countOf(results, "refused") };
  });
}

/** In the caller's transaction. Ids that do not exist, or that the caller may not see, are left out. */
export async function archiveInTransaction(
  ctx: Context,
  tx: Tx,
  ids: readonly string[],
  removeRecords: boolean,
): Promise<void> {
  const results = await transitionMany(ctx, tx, ids, "archive_requested");
  const moved = results.filter(({ moved }) => moved);
  await recordAudits(
    ctx,
    tx,
    "connection.archived",
    moved.map(({ id, hostname }) => ({ targetId: id, data: { hostname } })),
  );
  if (removeRecords) await requestRemoval(ctx, tx, results);
}

/** Also of what was archived before: whoever asks for it later gets it then. */
async function requestRemoval(ctx: Context, tx: Tx, archived: readonly { id: string }[]): Promise<void> {
  const ids = archived.map(({ id }) => id);
  const written = await tx.$queryRaw<{ connectionId: string; credentialId: string; zone: string }[]>`
    SELECT w.connection_id AS "connectionId", w.credential_id AS "credentialId", w.zone FROM connection_writings w
    WHERE w.connection_id = ANY(${ids}::uuid[]) AND w.tenant_id = ${ctx.tenantId}::uuid
      AND EXISTS (SELECT FROM written_records r WHERE r.connection_id = w.connection_id)`;
  await requestWriting(ctx, tx, "removal", written);
}
