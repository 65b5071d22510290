import type { DriftEvidence, Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector, RecordAction } from "@/lib/diagnosis/evidence/finding";
import { parkingNetworks } from "@/lib/diagnosis/evidence/known-networks";
import { listOf, recordAction, timeOf, typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { changesAt, findNetwork } from "@/lib/diagnosis/evidence/web-records";
import { normaliseName } from "@/lib/dns/domain-name";

export const recordsDrifted: Detector<"records-drifted"> = (evidence) => {
  const { connection, takenAt } = evidence;
  const drift = connection?.drift;
  // In a set of addresses, the one that is gone says more than one that is still published.
  const change = drift?.changes.find((one) => !valuesOf(one.to).includes(one.from)) ?? drift?.changes[0];
  if (!connection || !drift || !change) return null;
  // Fixed already, and only not checked yet.
  if (evidence.records.length > 0 && evidence.records.every(({ observation }) => observation.kind === "match"))
    return null;
  const confirmed = connection.state === "drifted";
  const since = timeOf(drift.since, takenAt);
  const isBeside = valuesOf(change.to).includes(change.from);
  const wanted = drift.changes.map(({ from }) => from);
  const foreign = valuesOf(change.to).filter((value) => !wanted.includes(value));
  const parking = findNetwork(evidence, parkingNetworks);
  const renewal =
    parking === null ? "" : ` That is the parking page of ${parking.name}: check whether the domain was renewed.`;
  const whatNow = isBeside
    ? `points to ${listOf(foreign)} in addition to ${change.from}`
    : change.to === null
      ? `no longer has a ${change.type} record (it was ${change.from})`
      : `points to ${change.to} and no longer to ${change.from}`;
  const host = typedHost(evidence, normaliseName(change.host));
  return {
    severity: confirmed ? "blocking" : "warning",
    title: confirmed ? "The records were changed after the domain went live" : "The records seem to have changed",
    explanation: `Since ${since} ${change.host} ${whatNow}.${renewal}${confirmed ? "" : " We check again before we report a drift."}`,
    fix: `If this was not intended, ${isBeside ? `delete the record at host ${host} that points to ${listOf(foreign)}` : `restore the record: ${change.type} at host ${host} with ${change.from}`}. If the site has moved permanently, archive the connection.`,
    evidence: drift.changes.flatMap(({ host, type, from, to, servers }) => [
      `${host} ${type}: was ${from}, is ${to ?? "nothing"}, first seen ${since}`,
      ...(servers.length > 0 ? [`seen on ${listOf(servers)}`] : []),
    ]),
    record: recordOf(evidence, change, isBeside ? (foreign[0] ?? null) : null),
    changes: [
      ...changesAt(evidence),
      ...drift.changes.flatMap((one) =>
        normaliseName(one.host) === evidence.subject.hostname ? [] : [recordOf(evidence, one, null)],
      ),
    ],
  };
};

function recordOf(evidence: Evidence, change: DriftEvidence["changes"][number], foreign: string | null): RecordAction {
  const host = normaliseName(change.host);
  if (foreign === null) {
    return recordAction(evidence, change.to === null ? "add" : "change", host, change.type, change.from);
  }
  return recordAction(evidence, "delete", host, foreign.includes(":") ? "AAAA" : change.type, foreign);
}

/** The observed values are stored as one comma-separated text. */
function valuesOf(to: string | null): string[] {
  return to === null ? [] : to.split(", ");
}
