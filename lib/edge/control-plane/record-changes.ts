import type { Tx } from "@/lib/db/transaction";
import type { EdgeChange } from "@/lib/edge/protocol/changes";

/** Where the database announces that a change for the edges was committed. */
export const edgeChangesChannel = "latchkey_edge_changes";

/** Records what edges must know, in the transaction that changes it. */
export async function recordEdgeChanges(ctx: { now(): Date }, tx: Tx, changes: readonly EdgeChange[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO edge_changes (change, created_at)
    SELECT change, ${ctx.now()} FROM jsonb_array_elements(${JSON.stringify(changes)}::jsonb)
      WITH ORDINALITY AS list(change, position) ORDER BY position`;
  await tx.$executeRaw`SELECT pg_notify(${edgeChangesChannel}, '')`;
}
