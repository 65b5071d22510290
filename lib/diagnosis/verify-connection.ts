import { checkNow, noSlotForCheck } from "@/lib/connections/check-now";
import { checkOwnership } from "@/lib/connections/check-ownership";
import { checkRecords } from "@/lib/connections/check-records";
import { toConnectionResource } from "@/lib/connections/connection-resource";
import { getConnectionRow } from "@/lib/connections/connection-row";
import { claimedElsewhere, contestWaits } from "@/lib/connections/hostname-conflict";
import { hasLostHostname, isContestReason } from "@/lib/connections/policy";
import { requestCheck } from "@/lib/connections/request-checks";
import type { ConnectionIdInput, ConnectionResource } from "@/lib/connections/schema";
import { type BriefFinding, briefFindings } from "@/lib/diagnosis/brief-findings";
import { isOverload, type TxtObservation } from "@/lib/dns/records";
import { challenge } from "@/lib/dns/records/challenge";
import { Refusal } from "@/lib/kernel/errors";
import type { Context } from "@/lib/platform/ports/context";

/**
 * Re-checks ownership now; checks of a connection are limited. Where control is already proven, checks the records instead.
 * @throws Refusal not_found, ownership_not_found (with what was seen), HostnameConflict (another claim won, or the proof waits
 * for a contest), QuotaExceeded (no check is left, or the record is right and no certificate is), rate_limited, invalid_state (archived,
 * or failed for another reason)
 */
export async function verifyConnection(ctx: Context, { id }: ConnectionIdInput): Promise<ConnectionResource> {
  // An id of nothing, or of another tenant's, is not counted.
  await getConnectionRow(ctx, id);
  return checkNow(ctx, { kind: "connection", run: `verify ${id}`, of: id }, () => verify(ctx, id));
}

async function verify(ctx: Context, id: string): Promise<ConnectionResource> {
  await requestCheck(ctx, id, "connection.verify_requested");
  const check = await checkOwnership(ctx, { connectionId: id, requestedByPerson: true });
  const overload = check.observation === null ? await findOverload(ctx, id) : isOverload(check.observation);
  if (overload) throw noSlotForCheck();
  const row = await getConnectionRow(ctx, id);
  if (hasLostHostname(row.errorCode)) throw claimedElsewhere(row.hostname);
  if (row.claim || row.state === "archived") return toConnectionResource(row, ctx);
  if (check.refusal) throw check.refusal;
  if (isContestReason(row.errorCode)) throw contestWaits(row.hostname, row.contest?.movesAt ?? null);
  const findings = await briefFindings(ctx, row.id);
  throw notFound(row.hostname, check.observation, row.state, findings);
}

async function findOverload(ctx: Context, id: string): Promise<boolean> {
  return (await checkRecords(ctx, { connectionId: id, requestedByPerson: true })).overload;
}

function notFound(
  hostname: string,
  observation: TxtObservation | null,
  state: string,
  findings: readonly BriefFinding[],
): Refusal {
  const name = challenge.name(hostname);
  const seen = observation?.kind === "seen" ? observation : null;
  return new Refusal("ownership_not_found", sentence(name, observation), {
    details: {
      name,
      type: "TXT",
      seen: observation?.kind ?? "unknown",
      values: seen?.values ?? [],
      agreeing: seen?.agreeing ?? [],
      disagreeing: seen?.disagreeing ?? [],
      servers: (observation?.servers ?? []).map(({ server, address, kind, reason, records }) => ({
        server,
        address,
        kind,
        reason: reason ?? null,
        values: records.map((record) => record.value.slice(0, 512)),
      })),
      state,
      findings,
    },
  });
}

function sentence(name: string, observation: TxtObservation | null): string {
  switch (observation?.kind) {
    case "seen":
      return observation.agreeing.length > 0
        ? `The TXT record at ${name} is right on some nameservers, and not yet on: ${observation.disagreeing.join(", ")}.`
        : `There is a TXT record at ${name}, but not with the expected value.`;
    case "match":
      return `The TXT record at ${name} is right. Another check is confirming it: try again in a few seconds.`;
    case "unreachable":
      return `The nameservers of ${name} could not be asked (${observation.reason}).`;
    default:
      return `There is no TXT record at ${name} yet.`;
  }
}
