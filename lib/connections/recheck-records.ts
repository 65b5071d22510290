import { checkRecordsOf, type RecordsCheck } from "@/lib/connections/check-records";
import { noConnection, readConnectionRows } from "@/lib/connections/connection-row";
import { confirmObservations } from "@/lib/connections/record-observation";
import { withConnectionShare } from "@/lib/db/connection-share";
import { createBatches } from "@/lib/kernel/batches";
import { createFairGate } from "@/lib/kernel/fair-gate";
import type { Context, ServiceContext } from "@/lib/platform/ports/context";

const batches = { most: 200, collectMs: 10 };
/** Of changes that are written at a time, tenants in turn: when all domains of a provider change, others need connections too. */
const maxWriting = 8;
const maxQueued = 10_000;
/** Within the time-out of the job. */
const longestWaitMs = 15_000;

/**
 * `checkRecords` for checks that nobody waits for, of which many run at a time: their rows are read together, and a check that
 * sees nothing new, as nearly all do, has its time written together with others. Everything else is as in `checkRecords`.
 */
export function createRecheckRecords(
  service: ServiceContext,
): (ctx: Context, input: { connectionId: string }) => Promise<RecordsCheck> {
  // A batch is of many tenants, and uses the share of none.
  const read = createBatches(
    (asked: Parameters<typeof readConnectionRows>[1]) =>
      withConnectionShare([], () => readConnectionRows(service, asked)),
    batches,
  );
  const confirm = createBatches(
    (checks: Parameters<typeof confirmObservations>[1]) =>
      withConnectionShare([], () => confirmObservations(service, checks)),
    batches,
  );
  const gate = createFairGate({ maxInFlight: maxWriting, maxQueued });
  return async (ctx, { connectionId }) => {
    const row = await read({ tenantId: ctx.tenantId, id: connectionId });
    if (row === null) throw noConnection(connectionId);
    const sinceLastMs = row.recordsCheckedAt === null ? 0 : service.now().getTime() - row.recordsCheckedAt.getTime();
    if (row.state === "live" && sinceLastMs > 0) service.memory.recheckSeconds.note(sinceLastMs / 1_000);
    return checkRecordsOf(ctx, row, {
      requestedByPerson: false,
      confirm: ({ id, tenantId, state, recordsCheckedAt }, startedAt) =>
        confirm({ id, tenantId, state, recordsCheckedAt, startedAt }),
      async writeChange(write) {
        const permit = await gate.enter([ctx.tenantId], longestWaitMs);
        if (permit.kind !== "granted") throw new Error("too many changes are being written");
        return write().finally(permit.release);
      },
    });
  };
}
