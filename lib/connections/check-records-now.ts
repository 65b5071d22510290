import { checkRecords } from "@/lib/connections/check-records";
import { toConnectionResource } from "@/lib/connections/connection-resource";
import { type ConnectionRow, getConnectionRow, templatesOf } from "@/lib/connections/connection-row";
import { requestCheck } from "@/lib/connections/request-checks";
import type { ConnectionIdInput, RecordsCheckResource } from "@/lib/connections/schema";
import { observeRecords } from "@/lib/dns/observe-records";
import { desiredRecords } from "@/lib/dns/records/desired-records";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Checks the records now. Before control is proven nothing is decided by them, but the response still says which of
 * them are published.
 * @throws Refusal not_found, invalid_state
 */
export async function checkRecordsNow(ctx: Context, input: ConnectionIdInput): Promise<RecordsCheckResource> {
  await requestCheck(ctx, input.id, "connection.check_requested");
  const before = await getConnectionRow(ctx, input.id);
  if (!before.claim) return unprovenRecords(ctx, before);
  const { state } = await checkRecords(ctx, { connectionId: input.id, requestedByPerson: true });
  const resource = toConnectionResource(await getConnectionRow(ctx, input.id), ctx.policy);
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
