import type { ServiceContext } from "@/lib/platform/ports/context";

/** Ended sessions and used links are stored for a while, as a record of what happened. */
const keptMs = 30 * 86_400_000;

/** Deletes ended sessions, expired links and old throttle counts. @returns how many */
export async function sweepSignIn({ database, now }: ServiceContext): Promise<number> {
  const at = now();
  const before = new Date(at.getTime() - keptMs);
  const { prisma } = database;
  const swept = await Promise.all([
    prisma.userSession.deleteMany({ where: { OR: [{ expiresAt: { lt: before } }, { revokedAt: { lt: before } }] } }),
    prisma.mailToken.deleteMany({ where: { expiresAt: { lt: before } } }),
    prisma.rateLimiterFlexible.deleteMany({ where: { expire: { lt: at } } }),
  ]);
  return swept.reduce((sum, { count }) => sum + count, 0);
}
