import type { Database } from "@/lib/db/client";
import { type EdgeRow, listEdges } from "@/lib/edge/control-plane/list-edges";
import type { ProcessMemory } from "@/lib/platform/ports/process-memory";

/** Counting a million rows takes a tenth of a second: not for each scrape of each monitor. */
const hostsKnownMs = 30_000;

/** `hosts`: stored hostnames that may have a certificate. */
export type EdgeFigures = { hosts: number; edges: EdgeRow[] };

/** For the metrics. */
export async function edgeFigures(ctx: {
  database: Database;
  now(): Date;
  memory: ProcessMemory;
}): Promise<EdgeFigures> {
  const [hosts, edges] = await Promise.all([
    ctx.memory.share("count hosts", hostsKnownMs, () => ctx.database.prisma.hostnameClaim.count()),
    listEdges(ctx),
  ]);
  return { hosts, edges };
}
