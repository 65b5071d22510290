import { firstIdAt } from "@/lib/kernel/ids";
import type { ServiceContext } from "@/lib/platform/ports/context";

const batchSize = 1_000;
const maxBatches = 20;

/**
 * Deletes the events of all timelines that are older than the retention, if there is one; without, they are stored as long as
 * their connection. A drift that lasts keeps the event that has its evidence. Sequences go on, so that the first one of a timeline says how much is gone. At most 20,000 in one call.
 * Ids are UUIDv7, so the primary key finds them.
 * @returns how many were deleted
 */
export async function sweepEvents(service: Pick<ServiceContext, "now" | "database" | "policy">): Promise<number> {
  const keptMs = service.policy.eventsKeptMs;
  if (keptMs === null) return 0;
  const end = firstIdAt(new Date(service.now().getTime() - keptMs));
  let deleted = 0;
  for (let batch = 0; batch < maxBatches; batch += 1) {
    const count = await service.database.prisma.$executeRaw`
      DELETE FROM events WHERE id IN (
        SELECT e.id FROM events e
        WHERE e.id < ${end}::uuid AND NOT (e.type = 'domain.drift' AND EXISTS (
          SELECT FROM connections c WHERE c.id = e.connection_id AND c.state = 'drifted'))
        ORDER BY e.id LIMIT ${batchSize})`;
    deleted += count;
    if (count < batchSize) break;
  }
  return deleted;
}
