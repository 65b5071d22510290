import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOver, recordAction, typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { normaliseName } from "@/lib/dns/domain-name";

/** The records of a template at other names than the hostname, and its texts. */
export const recordMissing: Detector<"record-missing"> = (evidence) => {
  const { connection, subject, records } = evidence;
  if (connection !== null && isOver(connection.state)) return null;
  const wrong = records.find(
    ({ record, observation }) =>
      (normaliseName(record.host) !== subject.hostname || record.type === "TXT") &&
      (observation.kind === "missing" || observation.kind === "conflict"),
  );
  if (wrong === undefined) return null;
  const { record, observation, observedValue } = wrong;
  const host = normaliseName(record.host);
  const missing = observation.kind === "missing";
  return {
    title: `A record at ${host} ${missing ? "is missing" : "has another value"}`,
    explanation: `Beside the record of ${subject.hostname} itself, a ${record.type} record at ${host} was asked for. ${missing ? "It is not there." : `It has another value: ${observedValue ?? "unknown"}.`}`,
    fix: `${missing ? "Add" : "Change"} the ${record.type} record: as host type ${typedHost(evidence, host)}, as value ${record.value}`,
    evidence: [`${host} ${record.type}: ${observedValue ?? "nothing"}`],
    record: recordAction(evidence, missing ? "add" : "change", host, record.type, record.value),
  };
};
