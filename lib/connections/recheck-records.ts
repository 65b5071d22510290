import { checkRecordsOf, type RecordsCheck } from "@/lib/connections/check-records";
import { noConnection, readConnectionRows } from "@/lib/connections/connection-row";
import { confirmObservations } from "@/lib/connections/record-observation";
import { withConnectionShare } from "@/lib/db/connection-share";
import { createBatches } from "@/lib/kernel/batches";
import type { Context, ServiceContext } from "@/lib/platform/ports/context";

const mostInBatch = 200;

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
    mostInBatch,
  );
  const confirm = createBatches(
    (checks: Parameters<typeof confirmObservations>[1]) =>
      withConnectionShare([], () => confirmObservations(service, checks)),
    mostInBatch,
  );
  return async (ctx, { connectionId }) => {
    const row = await read({ tenantId: ctx.tenantId, id: connectionId });
    if (row === null) throw noConnection(connectionId);
    return checkRecordsOf(ctx, row, {
      requestedByPerson: false,
      confirm: ({ id, tenantId, state, recordsCheckedAt }, startedAt) =>
        confirm({ id, tenantId, state, recordsCheckedAt, startedAt }),
    });
  };
}
