import ipaddr from "ipaddr.js";
import { isOver } from "@/lib/connections/machine";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector, RecordAction } from "@/lib/diagnosis/evidence/finding";
import { recordAction, typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { normaliseName } from "@/lib/dns/domain-name";

/** The template's records at names other than the hostname, and its TXT records. */
export const recordMissing: Detector<"record-missing"> = (evidence) => {
  const { connection, subject, records } = evidence;
  if (connection !== null && isOver(connection.state)) return null;
  const all = records.filter(
    ({ record, observation }) =>
      (normaliseName(record.host) !== subject.hostname || record.type === "TXT") &&
      (observation.kind === "missing" || observation.kind === "conflict"),
  );
  const [wrong] = all;
  if (wrong === undefined) return null;
  const { record, observation, observedValue } = wrong;
  const host = normaliseName(record.host);
  const missing = observation.kind === "missing";
  return {
    title: `A record at ${host} ${missing ? "is missing" : "has another value"}`,
    explanation: `Besides the record of ${subject.hostname} itself, a ${record.type} record at ${host} is required. ${missing ? "It is not published." : `It has another value: ${observedValue ?? "unknown"}.`}`,
    fix: `${missing ? "Add" : "Change"} the ${record.type} record: host ${typedHost(evidence, host)}, value ${record.value}`,
    // The fix names one at a time; the others are listed.
    evidence: all.map(
      (one) => `${normaliseName(one.record.host)} ${one.record.type}: ${one.observedValue ?? "nothing"}`,
    ),
    record: recordAction(evidence, missing ? "add" : "change", host, record.type, record.value),
    changes: all.flatMap((one) => changesFor(evidence, one)),
  };
};

function changesFor(evidence: Evidence, { record, observation }: Evidence["records"][number]): RecordAction[] {
  const host = normaliseName(record.host);
  const found = observation.kind === "conflict" ? observation.found : [];
  const own = (action: "add" | "change") => recordAction(evidence, action, host, record.type, record.value);
  if (record.type === "CNAME" && found.length === 1 && !isAddress(found[0] ?? "")) return [own("change")];
  const others = found.filter((value) => value !== record.value);
  return [
    ...others.map((value) => recordAction(evidence, "delete", host, typeOf(value), value)),
    ...(found.includes(record.value) ? [] : [own("add")]),
  ];
}

function typeOf(value: string): string {
  if (!isAddress(value)) return "CNAME";
  return value.includes(":") ? "AAAA" : "A";
}

function isAddress(value: string): boolean {
  return ipaddr.isValid(value);
}
