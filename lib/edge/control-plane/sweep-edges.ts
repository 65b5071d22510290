import type { Database } from "@/lib/db/client";
import { askMinutesKeptMs } from "@/lib/edge/control-plane/record-report";
import { sequenceChanges } from "@/lib/edge/control-plane/sequence-changes";

const changesKeptMs = 86_400_000;
/** Whatever their age: an installation where little happens keeps what its edges may have missed. */
const changesKept = 10_000;
const edgesKeptMs = 7 * 86_400_000;
const batchSize = 5_000;
const maxBatches = 100;

/** Deletes changes that no edge needs, minutes of asks, and edges that are gone. @returns how many rows */
export async function sweepEdges({ database, now }: { database: Database; now(): Date }): Promise<number> {
  const nowMs = now().getTime();
  const minutes = await database.prisma.askMinute.deleteMany({
    where: { minute: { lt: new Date(nowMs - askMinutesKeptMs) } },
  });
  const edges = await database.prisma.edge.deleteMany({ where: { seenAt: { lt: new Date(nowMs - edgesKeptMs) } } });
  // Without any edge, nobody else numbers them.
  await sequenceChanges(database);
  return minutes.count + edges.count + (await sweepChanges(database, new Date(nowMs - changesKeptMs)));
}

/** From the oldest on, so that what stays has no gap. */
async function sweepChanges({ prisma }: Database, before: Date): Promise<number> {
  const [end] = await prisma.$queryRaw<{ sequence: number }[]>`
    SELECT least(
      (SELECT max(sequence) FROM edge_changes) - ${changesKept}::bigint,
      (SELECT min(sequence) FROM edge_changes WHERE created_at >= ${before}) - 1)::float8 AS sequence`;
  let deleted = 0;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const count = await prisma.$executeRaw`
      DELETE FROM edge_changes WHERE sequence IN (
        SELECT sequence FROM edge_changes WHERE sequence <= ${end?.sequence ?? 0}::bigint
        ORDER BY sequence LIMIT ${batchSize})`;
    deleted += count;
    if (count < batchSize) break;
  }
  return deleted;
}
