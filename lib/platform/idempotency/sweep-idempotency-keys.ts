import type { ServiceContext } from "@/lib/platform/ports/context";

const batchSize = 1_000;
const maxBatches = 100;

/** Deletes expired responses, at most 100,000 in one call, and what they counted for. @returns how many were deleted */
export async function sweepIdempotencyKeys(service: Pick<ServiceContext, "now" | "database">): Promise<number> {
  let deleted = 0;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const [row] = await service.database.prisma.$queryRaw<{ count: number }[]>`
      WITH expired AS (
        DELETE FROM idempotency_keys WHERE (tenant_id, principal, key) IN (
          SELECT tenant_id, principal, key FROM idempotency_keys WHERE expires_at <= ${service.now()}
          LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)
        RETURNING tenant_id, bytes),
      freed AS (
        UPDATE idempotency_usage u SET bytes = GREATEST(0, u.bytes - e.bytes)
        FROM (SELECT tenant_id, SUM(bytes) AS bytes FROM expired GROUP BY tenant_id) e WHERE u.tenant_id = e.tenant_id)
      SELECT COUNT(*)::int AS count FROM expired`;
    const count = row?.count ?? 0;
    deleted += count;
    if (count < batchSize) break;
  }
  return deleted;
}
