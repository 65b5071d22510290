import type { Prisma } from "@/lib/db/generated/client";
import { prepared } from "@/lib/db/prepared";
import type { Tx } from "@/lib/db/transaction";
import { newId } from "@/lib/kernel/ids";
import { announcementOf } from "@/lib/platform/changes/change-notice";
import type { EventType } from "@/lib/platform/events/catalog";
import { fanOut } from "@/lib/platform/events/outbox";
import { actorLabel, type Context } from "@/lib/platform/ports/context";

/**
 * Appends events to a connection's timeline and to the outbox of webhooks, in order, without gaps: the sequence lives in
 * the connection's row, whose lock orders writers. `data` is camelCase JSON and must hold no secret and no challenge value.
 * @returns the sequence of the last one
 */
export async function recordEvents(
  ctx: Context,
  tx: Tx,
  connectionId: string,
  types: readonly EventType[],
  data: Prisma.InputJsonObject,
): Promise<number> {
  const { lastSequence } = await tx.connection.update({
    where: { id: connectionId, tenantId: ctx.tenantId },
    data: { lastSequence: { increment: types.length } },
    select: { lastSequence: true },
  });
  const first = lastSequence - types.length + 1;
  await insertEvents(
    ctx,
    tx,
    types.map((type, index) => ({ connectionId, sequence: first + index, type, data })),
  );
  return lastSequence;
}

/** One more event on each of many timelines, in the caller's transaction. The connections differ. */
export async function recordEventOfEach(
  ctx: Context,
  tx: Tx,
  type: EventType,
  items: readonly { connectionId: string; data: Prisma.InputJsonObject }[],
): Promise<void> {
  if (items.length === 0) return;
  const ids = items.map(({ connectionId }) => connectionId);
  const moved = await tx.$queryRaw<{ id: string; lastSequence: number }[]>`
    WITH held AS (
      SELECT id FROM connections WHERE id = ANY(${ids}::uuid[]) AND tenant_id = ${ctx.tenantId}::uuid ORDER BY id FOR UPDATE
    )
    UPDATE connections c SET last_sequence = c.last_sequence + 1 FROM held WHERE c.id = held.id
    RETURNING c.id, c.last_sequence AS "lastSequence"`;
  const sequences = new Map(moved.map(({ id, lastSequence }) => [id, lastSequence]));
  await insertEvents(
    ctx,
    tx,
    items.flatMap(({ connectionId, data }) => {
      const sequence = sequences.get(connectionId);
      return sequence === undefined ? [] : [{ connectionId, sequence, type, data }];
    }),
  );
}

/**
 * More events on each of many timelines, by one statement. The caller holds the connections, and has moved their
 * `lastSequence` on from `after` by as many.
 */
export async function recordEventsOfMany(
  ctx: Context,
  tx: Tx,
  timelines: readonly {
    connectionId: string;
    after: number;
    events: readonly { type: EventType; data: Prisma.InputJsonObject }[];
  }[],
): Promise<void> {
  const events = timelines.flatMap(({ connectionId, after, events }) =>
    events.map((event, index) => ({ connectionId, sequence: after + index + 1, ...event })),
  );
  if (events.length > 0) await insertEvents(ctx, tx, events);
}

async function insertEvents(
  ctx: Context,
  tx: Tx,
  events: readonly { connectionId: string; sequence: number; type: EventType; data: Prisma.InputJsonObject }[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({ ...event, id: newId(ctx.now()) }));
  const connectionIds = events.map(({ connectionId }) => connectionId);
  await tx.$executeRaw`${prepared("insert-events")}
    WITH written AS (
      INSERT INTO events (id, tenant_id, connection_id, sequence, type, actor, data, created_at)
      SELECT new.id, ${ctx.tenantId}::uuid, new."connectionId", new.sequence, new.type, ${actorLabel(ctx.actor)}, new.data,
        ${ctx.now()}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS new(id uuid, "connectionId" uuid, sequence int, type text, data jsonb)
    )
    ${announcementOf(ctx.tenantId, connectionIds)}`;
  await fanOut(ctx, tx, rows);
}
