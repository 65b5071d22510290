import { toConnectionResource } from "@/lib/connections/connection-resource";
import { getConnectionRow } from "@/lib/connections/connection-row";
import type { ConnectionIdInput, ConnectionResource } from "@/lib/connections/schema";
import { transition } from "@/lib/connections/transition";
import { inTransaction } from "@/lib/db/transaction";
import { recordAudit } from "@/lib/platform/audit/record-audit";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Off-boards a hostname: its claim is released at once, the customer's DNS is not touched. Archiving twice is the same
 * as once, so that a caller whose answer got lost may simply ask again.
 * @throws Refusal not_found
 */
export async function archiveConnection(ctx: Context, input: ConnectionIdInput): Promise<ConnectionResource> {
  return inTransaction(ctx, async (tx) => {
    const { hostname } = await getConnectionRow(ctx, input.id, tx);
    const { moved } = await transition(ctx, tx, input.id, "archive_requested");
    if (moved) await recordAudit(ctx, tx, "connection.archived", input.id, { hostname });
    return toConnectionResource(await getConnectionRow(ctx, input.id, tx), ctx.policy);
  });
}
