import type { Tx } from "@/lib/db/transaction";

/** Deletes what edges reported about connections that are settled. */
export async function dropStops(tx: Tx, connectionIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`DELETE FROM edge_stops WHERE connection_id = ANY(${[...connectionIds]}::uuid[])`;
}
