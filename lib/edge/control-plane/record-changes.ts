import type { Tx } from "@/lib/db/transaction";
import type { EdgeChange } from "@/lib/edge/protocol/changes";

/** Where the database announces that a change for the edges was committed. */
export const edgeChangesChannel = "latchkey_edge_changes";

/** Records what edges must know, in the transaction that changes it. @returns the ids of the changes */
export async function recordEdgeChanges(
  ctx: { now(): Date },
  tx: Tx,
  changes: readonly EdgeChange[],
): Promise<bigint[]> {
  if (changes.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    INSERT INTO edge_changes (change, created_at)
    SELECT change, ${ctx.now()} FROM jsonb_array_elements(${JSON.stringify(changes)}::jsonb)
      WITH ORDINALITY AS list(change, position) ORDER BY position
    RETURNING id`;
  await tx.$executeRaw`SELECT pg_notify(${edgeChangesChannel}, '')`;
  return rows.map(({ id }) => id);
}
