import type { ServiceContext } from "@/lib/platform/ports/context";

const maxCounted = 100_000;
const knownMs = 10_000;

/** Deliveries that have not succeeded yet, retries that are planned included: how many, the first 100,000, and since when. */
export async function deliveryBacklog({
  database,
  now,
  memory,
}: Pick<ServiceContext, "database" | "now" | "memory">): Promise<{ pending: number; oldestSeconds: number }> {
  return memory.share("delivery backlog", knownMs, async () => {
    const [row] = await database.prisma.$queryRaw<{ pending: number; oldest: Date | null }[]>`
      SELECT count(*)::int AS pending, min(created_at) AS oldest FROM (
        SELECT created_at FROM webhook_deliveries WHERE status = 'pending' LIMIT ${maxCounted}) d`;
    const oldest = row?.oldest ?? null;
    const oldestSeconds = oldest === null ? 0 : Math.max(0, (now().getTime() - oldest.getTime()) / 1_000);
    return { pending: row?.pending ?? 0, oldestSeconds };
  });
}
