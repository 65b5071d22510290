import type { Database } from "@/lib/db/client";
import type { Tx } from "@/lib/db/transaction";
import type { Bounds } from "@/lib/webhooks/partitions/plan-partitions";

/** The bounds of the partitions of deliveries, as times: those of their attempts are the same. */
export async function readBounds(client: Tx | Database["prisma"]): Promise<Bounds> {
  const rows = await client.$queryRaw<{ from: string | null }[]>`
    SELECT substring(pg_get_expr(part.relpartbound, part.oid) FROM 'FROM [(]''([0-9a-f-]{36})''[)]') AS from
    FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid WHERE inhparent = 'webhook_deliveries'::regclass`;
  return rows.flatMap(({ from }) => (from === null ? [] : [timeOf(from)])).sort((one, other) => one - other);
}

/** Of an id that `firstIdAt` made. */
function timeOf(id: string): number {
  return Number.parseInt(id.replace("-", "").slice(0, 12), 16);
}
