import { firstIdAt } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/platform/ports/context";

const keptMs = 90 * 86_400_000;
const batchSize = 1_000;
const maxBatches = 20;

/**
 * Deletes snapshots older than 90 days, and share links that ended that long ago. Forgets the tokens of those that have ended. At most 20,000 snapshots in one call, in statements of 1,000.
 * @returns how many were deleted
 */
export async function sweepSnapshots({ now, database }: Pick<ServiceContext, "now" | "database">): Promise<number> {
  const { prisma } = database;
  const before = new Date(now().getTime() - keptMs);
  await prisma.$executeRaw`
    UPDATE share_links l SET token_sealed = NULL FROM connections c
    WHERE c.id = l.connection_id AND l.token_sealed IS NOT NULL AND (l.expires_at <= ${now()} OR c.state::text = 'archived')`;
  const links = await prisma.shareLink.deleteMany({ where: { expiresAt: { lt: before } } });
  let deleted = links.count;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const count = await prisma.$executeRaw`
      DELETE FROM diagnosis_snapshots WHERE id IN (
        SELECT id FROM diagnosis_snapshots WHERE id < ${firstIdAt(before)}::uuid ORDER BY id LIMIT ${batchSize})`;
    deleted += count;
    if (count < batchSize) break;
  }
  return deleted;
}
