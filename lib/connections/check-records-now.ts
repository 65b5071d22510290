import { checkNow, noSlotForCheck } from "@/lib/connections/check-now";
import { checkRecords } from "@/lib/connections/check-records";
import { toConnectionResource } from "@/lib/connections/connection-resource";
import { type ConnectionRow, getConnectionRow, templatesOf } from "@/lib/connections/connection-row";
import { requestCheck } from "@/lib/connections/request-checks";
import type { ConnectionIdInput, RecordsCheckResource } from "@/lib/connections/schema";
import { observeRecords } from "@/lib/dns/observe-records";
import { isOverload } from "@/lib/dns/records";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Checks the records now; checks of a connection are limited. Before control is proven nothing is decided by them, but the
 * response still says which of them are published.
 * @throws Refusal not_found, invalid_state, rate_limited
 */
export async function checkRecordsNow(ctx: Context, { id }: ConnectionIdInput): Promise<RecordsCheckResource> {
  // An id of nothing, or of another tenant's, is not counted.
  await getConnectionRow(ctx, id);
  return checkNow(ctx, { kind: "connection", run: `check-records ${id}`, of: id }, () => check(ctx, id));
}

async function check(ctx: Context, id: string): Promise<RecordsCheckResource> {
  await requestCheck(ctx, id, "connection.check_requested");
  const before = await getConnectionRow(ctx, id);
  if (!before.claim) return unprovenRecords(ctx, before);
  const { state, overload } = await checkRecords(ctx, { connectionId: id, requestedByPerson: true });
  if (overload) throw noSlotForCheck();
  const resource = toConnectionResource(await getConnectionRow(ctx, id), ctx);
  return {
    records: resource.observedRecords.map(({ host, type, value, propagated, observedValue }) => ({
      host,
      type,
      value,
      propagated,
      observedValue,
    })),
    state,
  };
}

async function unprovenRecords(ctx: Context, row: ConnectionRow): Promise<RecordsCheckResource> {
  const desired = desiredRecords(row, ctx.policy.edge, templatesOf(row));
  const observations = await observeRecords(ctx.resolver, desired, ctx.policy.edge);
  if (observations.some(({ observation }) => isOverload(observation))) throw noSlotForCheck();
  return {
    records: observations.map(({ record, observation, observedValue }) => ({
      host: record.host,
      type: record.type,
      value: record.value,
      propagated: observation.kind === "unreachable" ? null : observation.kind === "match",
      observedValue,
    })),
    state: row.state,
  };
}
