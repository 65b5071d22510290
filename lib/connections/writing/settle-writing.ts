import type { ConnectionRow } from "@/lib/connections/connection-row";
import { isOver } from "@/lib/connections/machine";
import type { StoredFault, StoredRepairs } from "@/lib/connections/stored-writing";
import { transition } from "@/lib/connections/transition";
import { toEventConflicts, toEventSets } from "@/lib/connections/writing/event-data";
import { removedKeys } from "@/lib/connections/writing/may-repair";
import type { OpenedZone } from "@/lib/connections/writing/open-zone";
import type { UnitOutcome } from "@/lib/connections/writing/write-units";
import { confirmWritten, forgetWritten, type WrittenValue } from "@/lib/connections/writing/written-records";
import type { Prisma } from "@/lib/db/generated/client";
import { inTransaction, type Tx } from "@/lib/db/transaction";
import type { ZoneConflict } from "@/lib/dns/zones/plan-changes";
import { retryDelayMs } from "@/lib/kernel/retry-delay-ms";
import { recordEventOfEach } from "@/lib/platform/events/record-event";
import { enqueue } from "@/lib/platform/jobs/enqueue";
import type { Context } from "@/lib/platform/ports/context";

export type WrittenUnit = { row: ConnectionRow } & Extract<UnitOutcome, { kind: "written" }>;

const hour = 3_600_000;
const maxRetryMs = 24 * hour;
const retryDelaysMs = [2_000, 10_000, 30_000, 120_000, 600_000, 1_800_000] as const;
const maxRepairs = 20;

/**
 * The provider has taken everything of these connections: stores it, appends each change to its timeline, and has the checks
 * made that see it. A request that was replaced meanwhile, such as by archiving, stays pending.
 */
export async function settleWritten(ctx: Context, open: OpenedZone, units: readonly WrittenUnit[]): Promise<void> {
  if (units.length === 0) return;
  await inTransaction(ctx, async (tx) => {
    await recordWrites(ctx, tx, open, units, (unit) => unit.row.writing?.purpose ?? "setup");
    await markWritten(ctx, tx, units);
    await enqueueChecks(ctx, tx, units);
  });
}

/** The timeline's entries of what was written, and what of it is ours from now on. */
export async function recordWrites(
  ctx: Context,
  tx: Tx,
  { credential, zone }: Pick<OpenedZone, "credential" | "zone">,
  units: readonly WrittenUnit[],
  purposeOf: (unit: WrittenUnit) => string,
): Promise<void> {
  const changed = units.filter(({ before, after }) => before.length + after.length > 0);
  await recordEventOfEach(
    ctx,
    tx,
    "connection.records_written",
    changed.map((unit) => ({
      connectionId: unit.row.id,
      data: {
        hostname: unit.row.hostname,
        purpose: purposeOf(unit),
        provider: credential.provider,
        credential: credential.label,
        zone: zone.name,
        before: toEventSets(unit.before),
        after: toEventSets(unit.after),
      },
    })),
  );
  await confirmWritten(
    ctx,
    tx,
    units.map(({ row }) => row.id),
  );
  await forgetWritten(ctx, tx, units.flatMap(removedValues));
}

function removedValues({ row, plan }: WrittenUnit): WrittenValue[] {
  return plan.changes.flatMap(({ name, type, remove }) =>
    remove.map((value) => ({ connectionId: row.id, name, type, value })),
  );
}

async function markWritten(ctx: Context, tx: Tx, units: readonly WrittenUnit[]): Promise<void> {
  const done = units.flatMap(({ row, plan }) =>
    row.writing === null
      ? []
      : [{ id: row.id, requestedAt: row.writing.requestedAt, repairs: repairsAfter(ctx, row.writing, plan.conflicts) }],
  );
  await tx.$executeRaw`
    UPDATE connection_writings w SET status = 'written', written_at = ${ctx.now()}, retry_at = NULL, attempts = 0, fault = NULL,
      repairs = done.repairs
    FROM jsonb_to_recordset(${JSON.stringify(done)}::jsonb) AS done(id uuid, "requestedAt" timestamptz, repairs jsonb)
    WHERE w.connection_id = done.id AND w.tenant_id = ${ctx.tenantId}::uuid AND w.requested_at = done."requestedAt"`;
}

function repairsAfter(
  ctx: Context,
  { purpose, repairs }: NonNullable<ConnectionRow["writing"]>,
  conflicts: readonly ZoneConflict[],
): StoredRepairs {
  if (purpose !== "repair") return repairs;
  return [...repairs, { at: ctx.now(), removed: removedKeys(conflicts) }].slice(-maxRepairs);
}

/** What was written is seen by the checks of the state: the challenge while control is not proven, else the records. */
export async function enqueueChecks(ctx: Context, tx: Tx, units: readonly Pick<WrittenUnit, "row">[]): Promise<void> {
  const alive = units.filter(({ row }) => !isOver(row.state));
  const inputs = (rows: typeof alive) => rows.map(({ row }) => ({ connectionId: row.id }));
  await enqueue(ctx, tx, "check-ownership", inputs(alive.filter(({ row }) => row.claim === null)));
  await enqueue(ctx, tx, "check-records", inputs(alive.filter(({ row }) => row.claim !== null)));
}

/** Nothing changes before somebody acts: the connection is stalled with the provider's reason, or goes on by hand. */
export async function refuseWriting(
  ctx: Context,
  row: ConnectionRow,
  fault: StoredFault,
  conflicts: readonly ZoneConflict[] = [],
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    if (!(await storeFault(ctx, tx, row, fault, { status: "refused", retryAt: null }))) return;
    const data = {
      hostname: row.hostname,
      purpose: row.writing?.purpose ?? null,
      provider: row.writing?.provider ?? null,
      credential: row.writing?.label ?? null,
      code: fault.code,
      said: fault.said,
      ...(conflicts.length === 0 ? {} : { conflicts: toEventConflicts(conflicts) }),
    };
    await recordEventOfEach(ctx, tx, "connection.write_failed", [{ connectionId: row.id, data }]);
    if (row.writing?.purpose !== "setup") return;
    const evidence = { code: fault.code, said: fault.said, provider: row.writing.provider };
    if (fault.code === "zone_not_here") {
      const moved = await transition(ctx, tx, row.id, "challenge_issued", { errorCode: fault.code, evidence });
      if (moved.moved) {
        await tx.connection.update({ where: { id: row.id, tenantId: ctx.tenantId }, data: { setupType: "manual" } });
      }
    } else {
      await transition(ctx, tx, row.id, "write_refused", { errorCode: fault.code, evidence });
    }
  });
}

/** Tried again with growing delays, not before the provider's own time, and given up after a day. */
export async function retryWriting(
  ctx: Context,
  row: ConnectionRow,
  fault: StoredFault,
  afterMs: number | null,
): Promise<void> {
  const now = ctx.now().getTime();
  const requestedAt = row.writing?.requestedAt.getTime() ?? now;
  if (now - requestedAt >= maxRetryMs) return refuseWriting(ctx, row, fault);
  const delayMs = Math.max(retryDelayMs(retryDelaysMs, (row.writing?.attempts ?? 0) + 1), Math.min(afterMs ?? 0, hour));
  const retryAt = new Date(now + delayMs);
  await inTransaction(ctx, (tx) => storeFault(ctx, tx, row, fault, { status: "pending", retryAt }));
}

/** @returns false where the request was replaced meanwhile */
async function storeFault(
  ctx: Context,
  tx: Tx,
  { id, writing }: ConnectionRow,
  fault: StoredFault,
  { status, retryAt }: { status: "pending" | "refused"; retryAt: Date | null },
): Promise<boolean> {
  if (writing === null) return true;
  // The row before what belongs to it, as everywhere.
  await tx.$queryRaw`SELECT id FROM connections WHERE id = ${id}::uuid AND tenant_id = ${ctx.tenantId}::uuid FOR UPDATE`;
  const { count } = await tx.connectionWriting.updateMany({
    where: { connectionId: id, tenantId: ctx.tenantId, requestedAt: writing.requestedAt, status: "pending" },
    data: {
      status,
      retryAt,
      attempts: { increment: 1 },
      fault: { ...fault, at: fault.at.toISOString() } as Prisma.InputJsonObject,
    },
  });
  return count === 1;
}
