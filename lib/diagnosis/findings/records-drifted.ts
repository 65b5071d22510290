import type { DriftEvidence, Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector, RecordAction } from "@/lib/diagnosis/evidence/finding";
import { parkingNetworks } from "@/lib/diagnosis/evidence/known-networks";
import { listOf, recordAction, timeOf } from "@/lib/diagnosis/evidence/read-evidence";
import { findNetwork } from "@/lib/diagnosis/evidence/web-records";
import { normaliseName } from "@/lib/dns/domain-name";

export const recordsDrifted: Detector<"records-drifted"> = (evidence) => {
  const { connection, takenAt } = evidence;
  const drift = connection?.drift;
  // Of a set of addresses, one that still stands has not moved: the one that is gone tells more.
  const change = drift?.changes.find((one) => !valuesOf(one.to).includes(one.from)) ?? drift?.changes[0];
  if (!connection || !drift || !change) return null;
  // Back again, and only not looked at yet.
  if (evidence.records.length > 0 && evidence.records.every(({ observation }) => observation.kind === "match"))
    return null;
  const confirmed = connection.state === "drifted";
  const since = timeOf(drift.since, takenAt);
  const isBeside = valuesOf(change.to).includes(change.from);
  const wanted = drift.changes.map(({ from }) => from);
  const foreign = valuesOf(change.to).filter((value) => !wanted.includes(value));
  const parking = findNetwork(evidence, parkingNetworks);
  const renewal =
    parking === null
      ? ""
      : ` That is a page of ${parking.name} for domains that are not in use: look whether the domain was renewed.`;
  const whatNow = isBeside
    ? `leads to ${listOf(foreign)} too, beside ${change.from}`
    : change.to === null
      ? `has no ${change.type} record any more (it was ${change.from})`
      : `leads to ${change.to}, and no longer to ${change.from}`;
  return {
    severity: confirmed ? "blocking" : "warning",
    title: confirmed ? "The records were changed after the domain went live" : "The records seem to have been changed",
    explanation: `Since ${since} ${change.host} ${whatNow}.${renewal}${confirmed ? "" : " We look again before we call it a drift."}`,
    fix: `If that was not meant, ${isBeside ? `delete what leads to ${listOf(foreign)} at ${change.host}` : `put the record back: ${change.type} at ${change.host} with ${change.from}`}. If the site has moved for good, archive the connection.`,
    evidence: drift.changes.flatMap(({ host, type, from, to, servers }) => [
      `${host} ${type}: was ${from}, is ${to ?? "nothing"}, first seen ${since}`,
      ...(servers.length > 0 ? [`seen on ${listOf(servers)}`] : []),
    ]),
    record: recordOf(evidence, change, isBeside ? (foreign[0] ?? null) : null),
  };
};

function recordOf(evidence: Evidence, change: DriftEvidence["changes"][number], foreign: string | null): RecordAction {
  const host = normaliseName(change.host);
  if (foreign === null) {
    return recordAction(evidence, change.to === null ? "add" : "change", host, change.type, change.from);
  }
  return recordAction(evidence, "delete", host, foreign.includes(":") ? "AAAA" : change.type, foreign);
}

/** What was seen is kept as a list in one text. */
function valuesOf(to: string | null): string[] {
  return to === null ? [] : to.split(", ");
}
