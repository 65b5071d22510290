import { actorLabel, type Context } from "@/lib/context";
import type { Prisma } from "@/lib/db/generated/client";
import type { Tx } from "@/lib/db/transaction";
import type { EventType } from "@/lib/events/catalog";
import { newId } from "@/lib/ids";

/**
 * Appends events to a connection's timeline, in order, without gaps: the sequence lives in the connection's row, whose
 * lock orders writers. `data` is camelCase JSON and must hold no secret and no challenge value.
 */
export async function recordEvents(
  ctx: Context,
  tx: Tx,
  connectionId: string,
  types: readonly EventType[],
  data: Prisma.InputJsonObject,
): Promise<void> {
  if (types.length === 0) return;
  const { lastSequence } = await tx.connection.update({
    where: { id: connectionId, tenantId: ctx.tenantId },
    data: { lastSequence: { increment: types.length } },
    select: { lastSequence: true },
  });
  const createdAt = ctx.now();
  await tx.event.createMany({
    data: types.map((type, index) => ({
      id: newId(createdAt),
      tenantId: ctx.tenantId,
      connectionId,
      sequence: lastSequence - types.length + 1 + index,
      type,
      actor: actorLabel(ctx.actor),
      data,
      createdAt,
    })),
  });
}
