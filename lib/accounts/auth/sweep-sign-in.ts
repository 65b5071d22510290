import type { ServiceContext } from "@/lib/platform/ports/context";

/** Ended sessions and used links are kept for a while: they say what happened. */
const keptMs = 30 * 86_400_000;

/** Deletes sessions, links and counts that are over. Returns how many. */
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
