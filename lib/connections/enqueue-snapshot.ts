import type { Tx } from "@/lib/db/transaction";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

/** A problem that is fixed within this time gets no snapshot: somebody is editing the records. */
const snapshotDelayMs = 60_000;

/** Has a diagnosis of a new problem taken and stored. */
export async function enqueueSnapshot(ctx: Context, tx: Tx, connectionId: string): Promise<void> {
  await enqueue(ctx, tx, "take-snapshot", [{ connectionId }], new Date(ctx.now().getTime() + snapshotDelayMs));
}
