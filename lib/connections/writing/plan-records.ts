import { checkNow } from "@/lib/connections/check-now";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { isOver } from "@/lib/connections/machine";
import { listRemovable } from "@/lib/connections/writing/list-removable";
import { planChanges } from "@/lib/connections/writing/plan-changes";
import type { ChangePlanResource, PlanRecordsInput } from "@/lib/connections/writing/schema";
import { wantedRecords } from "@/lib/connections/writing/wanted-records";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/**
 * What a stored credential would change in the zone for a connection. Writes nothing.
 * @throws Refusal not_found; invalid_state: it is over, or no credential covers it; provider_error; rate_limited
 */
export async function planRecords(ctx: Context, { id, purpose }: PlanRecordsInput): Promise<ChangePlanResource> {
  const row = await getConnectionRow(ctx, id);
  return checkNow(ctx, { kind: "connection", run: `plan-records ${purpose} ${id}`, of: id }, async () => {
    if (purpose === "archive") {
      const unwanted = (await listRemovable(ctx, [row])).get(id) ?? [];
      return planChanges(ctx, row, { wanted: [], unwanted, purpose });
    }
    if (isOver(row.state)) {
      throw new Refusal("invalid_state", `${row.hostname} is ${row.state}: no records are written for it.`);
    }
    const wanted = wantedRecords(row, ctx.policy.edge, { proof: row.claim === null });
    return planChanges(ctx, row, { wanted, unwanted: [], purpose: "records" });
  });
}
