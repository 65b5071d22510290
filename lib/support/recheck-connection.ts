import { checkNow, noSlotForCheck } from "@/lib/connections/check-now";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { getConnection } from "@/lib/connections/get-connection";
import { requestCheck } from "@/lib/connections/request-checks";
import type { ConnectionResource } from "@/lib/connections/schema";
import { isOverload } from "@/lib/dns/records";
import type { Context } from "@/lib/platform/ports/context";
import { actingForConnection } from "@/lib/support/acting-for";
import type { SupportConnectionIdInput } from "@/lib/support/schema";

/**
 * Checks the proof or the records now, and returns to the fast check interval. A missing record is no error: the result is
 * the connection afterwards.
 * @throws Refusal not_found; invalid_state for a connection that has ended; rate_limited
 */
export async function recheckConnection(ctx: Context, { id }: SupportConnectionIdInput): Promise<ConnectionResource> {
  const acting = await actingForConnection(ctx, id);
  return checkNow(acting, { kind: "support", run: `recheck ${id}`, of: id }, () => recheck(acting, id));
}

async function recheck(acting: Context, id: string): Promise<ConnectionResource> {
  await requestCheck(acting, id, "support.recheck_requested");
  const { observation } = await checkOwnership(acting, { connectionId: id, requestedByPerson: true });
  const overload =
    observation === null
      ? (await checkRecords(acting, { connectionId: id, requestedByPerson: true })).overload
      : isOverload(observation);
  if (overload) throw noSlotForCheck();
  return getConnection(acting, { id });
}
