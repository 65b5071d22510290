import {
  type KnownEdge,
  type StopProgress,
  type StopReport,
  type StopSubject,
  stopLateMs,
  stopProgress,
  storedEdgesSchema,
  type UnconfirmedEdge,
} from "@/lib/connections/stop-progress";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import { dropStops } from "@/lib/edge/control-plane/drop-stops";
import type { EventType } from "@/lib/platform/events/catalog";
import { recordEventsOfMany } from "@/lib/platform/events/record-event";
import type { Context } from "@/lib/platform/ports/context";

const maxStops = 1_000;
const maxEdges = 1_000;
const minDelayMs = 5_000;
const maxDelayMs = 600_000;

type PendingStop = StopSubject & { connectionId: string; delayedAt: Date | null; unconfirmed: unknown };

type Outcome = StopProgress & { stop: PendingStop; settled: boolean };

/**
 * Compares what the edges report about connections whose claims were released together. Records `domain.stopped` for those
 * that no edge serves any more, and names the edges that are late.
 */
export async function confirmStopped(
  ctx: Context,
  { releaseId }: { releaseId: string },
): Promise<{ runAgainAt: Date | null }> {
  const now = ctx.now();
  const stops = await readPending(ctx, releaseId);
  const [edges, reports] = await Promise.all([readEdges(ctx), readReports(ctx, stops)]);
  const outcomes = stops.map((stop): Outcome => {
    const progress = stopProgress(stop, edges, reports.get(stop.connectionId) ?? [], now);
    return { ...progress, stop, settled: progress.waiting.length === 0 };
  });
  const settled = outcomes.filter((outcome) => outcome.settled);
  const late = outcomes.filter((outcome) => !outcome.settled && isLate(outcome, now));
  await settle(ctx, settled);
  await reportLate(ctx, late);
  if (stops.length === maxStops && settled.length > 0) return { runAgainAt: now };
  const [first] = outcomes.filter((outcome) => !outcome.settled);
  return { runAgainAt: first === undefined ? null : nextRunAt(first.stop.releasedAt, now) };
}

/** Reports of edges start a run at once; these are for what does not report. */
function nextRunAt(releasedAt: Date, now: Date): Date {
  const ageMs = now.getTime() - releasedAt.getTime();
  if (ageMs < stopLateMs) return new Date(releasedAt.getTime() + stopLateMs);
  return new Date(now.getTime() + Math.min(maxDelayMs, Math.max(minDelayMs, ageMs / 2)));
}

function isLate({ stop, waiting }: Outcome, now: Date): boolean {
  if (now.getTime() - stop.releasedAt.getTime() < stopLateMs) return false;
  return stop.delayedAt === null || JSON.stringify(waiting) !== JSON.stringify(namedBefore(stop));
}

function namedBefore({ unconfirmed }: PendingStop): UnconfirmedEdge[] {
  return storedEdgesSchema.shape.unconfirmed.parse(unconfirmed);
}

/** With the sequences of their changes, which are stored before those are swept. */
async function readPending(ctx: Context, releaseId: string): Promise<PendingStop[]> {
  const { prisma } = ctx.database;
  await prisma.$executeRaw`
    UPDATE connection_stops stop SET sequence = change.sequence FROM edge_changes change
    WHERE stop.release_id = ${releaseId}::uuid AND stop.tenant_id = ${ctx.tenantId}::uuid AND stop.settled_at IS NULL
      AND stop.sequence IS NULL AND change.id = stop.change_id AND change.sequence IS NOT NULL`;
  return prisma.$queryRaw<PendingStop[]>`
    SELECT stop.connection_id AS "connectionId", stop.released_at AS "releasedAt", stop.sequence,
      stop.delayed_at AS "delayedAt", stop.unconfirmed,
      EXISTS (
        SELECT FROM hostname_claims claim
        WHERE claim.hostname = stop.hostname AND claim.connection_id <> stop.connection_id
      ) OR EXISTS (
        SELECT FROM connection_stops later
        WHERE later.hostname = stop.hostname AND later.connection_id <> stop.connection_id
          AND later.claimed_at >= stop.released_at
      ) AS reclaimed
    FROM connection_stops stop
    WHERE stop.release_id = ${releaseId}::uuid AND stop.tenant_id = ${ctx.tenantId}::uuid AND stop.settled_at IS NULL
    ORDER BY stop.released_at, stop.connection_id LIMIT ${maxStops}`;
}

async function readEdges(ctx: Context): Promise<KnownEdge[]> {
  return ctx.database.prisma.edge.findMany({
    select: { id: true, name: true, startedAt: true, seenAt: true, sequence: true },
    orderBy: { id: "asc" },
    take: maxEdges,
  });
}

async function readReports(ctx: Context, stops: readonly PendingStop[]): Promise<Map<string, StopReport[]>> {
  const rows = await ctx.database.prisma.edgeStop.findMany({
    where: { connectionId: { in: stops.map(({ connectionId }) => connectionId) } },
  });
  const reports = new Map<string, StopReport[]>();
  for (const { connectionId, ...report } of rows) {
    const own = reports.get(connectionId);
    if (own) own.push(report);
    else reports.set(connectionId, [report]);
  }
  return reports;
}

async function settle(ctx: Context, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = outcomes.map(({ stop, confirmed, silent }) => {
    const done = new Set(confirmed.map(({ edgeId }) => edgeId));
    // An edge that is gone has no row any more.
    const gone = namedBefore(stop).filter(({ edgeId }) => !done.has(edgeId));
    const unconfirmed = [...gone, ...silent.filter(({ edgeId }) => gone.every((edge) => edge.edgeId !== edgeId))];
    return { connectionId: stop.connectionId, confirmed, unconfirmed };
  });
  await inTransaction(ctx, async (tx) => {
    const timelines = await lockTimelines(ctx, tx, rows);
    const written = await tx.$queryRaw<{ connectionId: string }[]>`
      UPDATE connection_stops stop
      SET settled_at = ${ctx.now()}, confirmed = new.confirmed, unconfirmed = new.unconfirmed
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS new("connectionId" uuid, confirmed jsonb, unconfirmed jsonb)
      WHERE stop.connection_id = new."connectionId" AND stop.tenant_id = ${ctx.tenantId}::uuid AND stop.settled_at IS NULL
      RETURNING stop.connection_id AS "connectionId"`;
    const ids = new Set(written.map(({ connectionId }) => connectionId));
    // Without any edge there was nothing to confirm.
    const about = rows.filter((row) => ids.has(row.connectionId) && row.confirmed.length + row.unconfirmed.length > 0);
    await recordOnTimelines(ctx, tx, timelines, "domain.stopped", about.map(toEventData));
    await dropStops(tx, [...ids]);
  });
}

function toEventData({ connectionId, confirmed, unconfirmed }: StoredStop) {
  const seconds = confirmed.length === 0 ? null : Math.max(...confirmed.map((edge) => edge.seconds));
  const edges = confirmed.map((edge) => ({ name: edge.name, seconds: edge.seconds }));
  return { connectionId, data: { seconds, edges, unconfirmed: unconfirmed.map(({ name }) => name) } };
}

type StoredStop = {
  connectionId: string;
  confirmed: StopProgress["confirmed"];
  unconfirmed: StopProgress["waiting"];
};

/** Once on the timeline; the page has the edges that are left. */
async function reportLate(ctx: Context, outcomes: readonly Outcome[]): Promise<void> {
  if (outcomes.length === 0) return;
  const rows = outcomes.map(({ stop, confirmed, waiting }) => {
    return { connectionId: stop.connectionId, first: stop.delayedAt === null, confirmed, unconfirmed: waiting };
  });
  await inTransaction(ctx, async (tx) => {
    const timelines = await lockTimelines(ctx, tx, rows);
    const written = await tx.$queryRaw<{ connectionId: string }[]>`
      UPDATE connection_stops stop
      SET delayed_at = COALESCE(stop.delayed_at, ${ctx.now()}), confirmed = new.confirmed, unconfirmed = new.unconfirmed
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS new("connectionId" uuid, first boolean, confirmed jsonb, unconfirmed jsonb)
      WHERE stop.connection_id = new."connectionId" AND stop.tenant_id = ${ctx.tenantId}::uuid
        AND stop.settled_at IS NULL AND (stop.delayed_at IS NULL) = new.first
      RETURNING stop.connection_id AS "connectionId"`;
    const ids = new Set(written.map(({ connectionId }) => connectionId));
    const about = rows.filter((row) => row.first && ids.has(row.connectionId));
    const items = about.map(({ connectionId, unconfirmed }) => {
      return { connectionId, data: { edges: unconfirmed.map(({ name }) => name) } };
    });
    await recordOnTimelines(ctx, tx, timelines, "connection.stop_delayed", items);
  });
}

/** The last sequence of each timeline. Rows are locked in the order of their ids, as by every writer of connections. */
async function lockTimelines(
  ctx: Context,
  tx: Tx,
  rows: readonly { connectionId: string }[],
): Promise<Map<string, number>> {
  const locked = await tx.$queryRaw<{ id: string; lastSequence: number }[]>`
    SELECT id, last_sequence AS "lastSequence" FROM connections
    WHERE id = ANY(${rows.map(({ connectionId }) => connectionId)}::uuid[]) AND tenant_id = ${ctx.tenantId}::uuid
    ORDER BY id FOR UPDATE`;
  return new Map(locked.map(({ id, lastSequence }) => [id, lastSequence]));
}

async function recordOnTimelines(
  ctx: Context,
  tx: Tx,
  timelines: ReadonlyMap<string, number>,
  type: EventType,
  items: readonly {
    connectionId: string;
    data: Parameters<typeof recordEventsOfMany>[2][number]["events"][number]["data"];
  }[],
): Promise<void> {
  if (items.length === 0) return;
  await tx.$executeRaw`
    UPDATE connections SET last_sequence = last_sequence + 1
    WHERE id = ANY(${items.map(({ connectionId }) => connectionId)}::uuid[]) AND tenant_id = ${ctx.tenantId}::uuid`;
  await recordEventsOfMany(
    ctx,
    tx,
    items.map(({ connectionId, data }) => {
      return { connectionId, after: timelines.get(connectionId) ?? 0, events: [{ type, data }] };
    }),
  );
}
