import { isOver } from "@/lib/connections/machine";
import type { Tx } from "@/lib/db/transaction";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

/** The records have probably changed just now: a connection goes back to the fast cadence, and its next check is due. */
export async function wakeChecks(ctx: Context, tx: Tx, connectionId: string): Promise<void> {
  const where = { id: connectionId, tenantId: ctx.tenantId };
  const row = await tx.connection.findFirst({ where, select: { state: true, claim: { select: { hostname: true } } } });
  if (row === null || isOver(row.state)) return;
  await tx.connection.updateMany({ where, data: { watchedSince: ctx.now() } });
  await enqueue(ctx, tx, row.claim === null ? "check-ownership" : "check-records", [{ connectionId }]);
}
