import { archiveRows } from "@/lib/connections/archive-rows";
import { countOf, doneResult, refusedResult } from "@/lib/connections/bulk-result";
import type { BulkArchive, ConnectionIdsInput } from "@/lib/connections/schema";
import { answerInTransaction } from "@/lib/db/transaction";
import { Refusal } from "@/lib/kernel/errors";
import { recordAudits } from "@/lib/platform/audit/record-audit";
import { type Context, visibleConnections } from "@/lib/platform/ports/context";

/**
 * Off-boards up to 500 hostnames in one transaction, each as `archiveConnection` does. What does not exist is refused
 * for itself alone; what is archived already stays as it is.
 */
export async function archiveConnections(ctx: Context, input: ConnectionIdsInput): Promise<BulkArchive> {
  const ids = [...new Set(input.ids)];
  return answerInTransaction(ctx, async (tx) => {
    const moved = await archiveRows(ctx, tx, ids);
    await recordAudits(
      ctx,
      tx,
      "connection.archived",
      moved.map(({ id, hostname }) => ({ targetId: id, data: { hostname } })),
    );
    const rows = await tx.connection.findMany({
      where: { tenantId: ctx.tenantId, id: { in: ids }, AND: visibleConnections(ctx.actor) },
    });
    const found = new Map(rows.map((row) => [row.id, row]));
    const results = input.ids.map((id) => {
      const row = found.get(id);
      return row
        ? doneResult("archived", row)
        : refusedResult(id, new Refusal("not_found", `There is no connection ${id}.`));
    });
    return { results, archived: countOf(results, "archived"), refused: countOf(results, "refused") };
  });
}
