import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import { type Context, onBehalfOf } from "@/lib/platform/ports/context";

/**
 * Has contests settled soon of which one of the connections has ended, or whose holder no longer serves. The check of the
 * challenger settles them: here the other connection must not be locked.
 */
export async function wakeContests(ctx: Context, tx: Tx, connectionIds: readonly string[]): Promise<void> {
  if (connectionIds.length === 0) return;
  const contests = await tx.$queryRaw<{ connectionId: string; tenantId: string }[]>`${prepared("wake-contests")}
    SELECT connection_id AS "connectionId", tenant_id AS "tenantId" FROM hostname_contests
    WHERE connection_id = ANY(${[...connectionIds]}::uuid[]) OR holder_connection_id = ANY(${[...connectionIds]}::uuid[])
    ORDER BY connection_id`;
  for (const { connectionId, tenantId } of contests) {
    await enqueue(onBehalfOf(ctx, tenantId, { kind: "worker" }), tx, "check-ownership", [{ connectionId }]);
  }
}
