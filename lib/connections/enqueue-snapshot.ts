import type { Tx } from "@/lib/db/transaction";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

/**
 * How long until the diagnosis. `absent`: somebody is about to publish the records, and what is fixed within this time gets
 * no snapshot. `wrong`: something else is there, so people want to know why. `recheck`: nothing new was seen.
 */
const delaysMs = { absent: 60_000, wrong: 15_000, recheck: 600_000 } as const;

/** Has a diagnosis taken and stored, in the background. */
export async function enqueueSnapshot(
  ctx: Context,
  tx: Tx,
  connectionId: string,
  why: keyof typeof delaysMs,
): Promise<void> {
  await enqueue(ctx, tx, "take-snapshot", [{ connectionId }], new Date(ctx.now().getTime() + delaysMs[why]));
}
