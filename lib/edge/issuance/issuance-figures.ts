import { type Bucket, fullBucket, refill } from "@/lib/edge/issuance/bucket";
import { limitOf, withoutReserve } from "@/lib/edge/issuance/ca-limits";
import type { ServiceContext } from "@/lib/platform/ports/context";

export type IssuanceFigures = {
  /** Hostnames whose first certificate waits, the first 100,000. */
  waiting: number;
  oldestSeconds: number;
  /** By the host of its directory: what the account may order at once, and for how long the authority refuses. */
  authorities: { ca: string; ordersLeft: number; blockedSeconds: number }[];
};

const maxCounted = 100_000;

/** For the metrics. */
export async function issuanceFigures({
  database,
  now,
  policy,
}: Pick<ServiceContext, "database" | "now" | "policy">): Promise<IssuanceFigures> {
  const at = now();
  const [queue, rows] = await Promise.all([
    database.prisma.$queryRaw<{ waiting: number; oldest: Date | null }[]>`
      SELECT count(*)::int AS waiting, min(queued_at) AS oldest FROM (
        SELECT queued_at FROM hostname_claims WHERE admitted_at IS NULL AND queued_at IS NOT NULL LIMIT ${maxCounted}) q`,
    database.prisma.caBucket.findMany({ where: { kind: "orders", key: "" } }),
  ]);
  const oldest = queue[0]?.oldest ?? null;
  return {
    waiting: queue[0]?.waiting ?? 0,
    oldestSeconds: oldest === null ? 0 : Math.max(0, (at.getTime() - oldest.getTime()) / 1_000),
    authorities: policy.issuers.flatMap((authority) => {
      const limit = limitOf(authority, "orders");
      if (limit === null) return [];
      const own = withoutReserve(limit);
      const bucket: Bucket = rows.find(({ ca }) => ca === authority.directoryUrl) ?? fullBucket(own, at);
      const { level, blockedUntil } = refill(own, bucket, at);
      return {
        ca: new URL(authority.directoryUrl).host,
        ordersLeft: blockedUntil === null ? Math.floor(level) : 0,
        blockedSeconds: blockedUntil === null ? 0 : (blockedUntil.getTime() - at.getTime()) / 1_000,
      };
    }),
  };
}
