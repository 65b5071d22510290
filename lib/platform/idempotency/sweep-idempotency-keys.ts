import type { ServiceContext } from "@/lib/platform/ports/context";

const batchSize = 1_000;
const maxBatches = 20;

/** Deletes expired responses, at most 20,000 in one call. @returns how many were deleted */
export async function sweepIdempotencyKeys(service: Pick<ServiceContext, "now" | "database">): Promise<number> {
  let deleted = 0;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const count = await service.database.prisma.$executeRaw`
      DELETE FROM idempotency_keys WHERE (tenant_id, principal, key) IN (
        SELECT tenant_id, principal, key FROM idempotency_keys WHERE expires_at <= ${service.now()} LIMIT ${batchSize})`;
    deleted += count;
    if (count < batchSize) break;
  }
  return deleted;
}
