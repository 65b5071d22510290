import { newId } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/platform/ports/context";
import { keepDeliveriesMs } from "@/lib/webhooks/policy";

const batchSize = 1_000;
const maxBatches = 20;

/**
 * Deletes deliveries of all tenants that were settled more than 30 days ago, with their attempts. At most 20,000 in one
 * call, in statements of 1,000. Ids are UUIDv7, so the primary key finds the old ones first.
 * @returns how many were deleted
 */
export async function sweepDeliveries(service: Pick<ServiceContext, "now" | "database">): Promise<number> {
  const before = new Date(service.now().getTime() - keepDeliveriesMs);
  const firstKeptId = `${newId(before).slice(0, 15)}000-8000-000000000000`;
  let deleted = 0;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const count = await service.database.prisma.$executeRaw`
      DELETE FROM webhook_deliveries WHERE id IN (
        SELECT id FROM webhook_deliveries
        WHERE id < ${firstKeptId}::uuid AND status <> 'pending' AND settled_at < ${before}
        ORDER BY id LIMIT ${batchSize})`;
    deleted += count;
    if (count < batchSize) break;
  }
  return deleted;
}
