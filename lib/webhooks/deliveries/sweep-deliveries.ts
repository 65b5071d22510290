import { firstIdAt } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { sweptRanges } from "@/lib/webhooks/partitions/plan-partitions";
import { readBounds } from "@/lib/webhooks/partitions/read-bounds";

const batchSize = 1_000;
const maxBatches = 20;

/**
 * Deletes deliveries of all tenants that were settled longer ago than the retention, with their attempts, where they are not
 * dropped with their partition. At most 20,000 in one call, in statements of 1,000. Ids are UUIDv7, so the primary key finds
 * the old ones first.
 * @returns how many were deleted
 */
export async function sweepDeliveries(service: Pick<ServiceContext, "now" | "database" | "policy">): Promise<number> {
  const { prisma } = service.database;
  const keptMs = service.policy.deliveriesKeptMs;
  const nowMs = service.now().getTime();
  const before = new Date(nowMs - keptMs);
  let deleted = 0;
  let batches = 0;
  for (const { from, to } of sweptRanges(await readBounds(prisma), nowMs, keptMs)) {
    const [first, end] = [firstIdAt(new Date(from ?? 0)), firstIdAt(new Date(to))];
    for (; batches < maxBatches; batches += 1) {
      const count = await prisma.$executeRaw`
        DELETE FROM webhook_deliveries WHERE id IN (
          SELECT id FROM webhook_deliveries
          WHERE id >= ${first}::uuid AND id < ${end}::uuid AND status <> 'pending' AND settled_at < ${before}
          ORDER BY id LIMIT ${batchSize})`;
      deleted += count;
      if (count < batchSize) break;
    }
  }
  return deleted;
}
