import { archiveInTransaction } from "@/lib/connections/archive-connections";
import { toConnectionResource } from "@/lib/connections/connection-resource";
import { getConnectionRow } from "@/lib/connections/connection-row";
import type { ArchiveConnectionInput, ConnectionResource } from "@/lib/connections/schema";
import { inTransaction } from "@/lib/db/transaction";
import type { Context } from "@/lib/platform/ports/context";

/**
 * `archiveConnections` for one. Archiving twice is the same as once, so that a caller whose response got lost can retry.
 * @throws Refusal not_found
 */
export async function archiveConnection(ctx: Context, input: ArchiveConnectionInput): Promise<ConnectionResource> {
  return inTransaction(ctx, async (tx) => {
    await archiveInTransaction(ctx, tx, [input.id], input.removeRecords ?? false);
    return toConnectionResource(await getConnectionRow(ctx, input.id, tx), ctx);
  });
}
