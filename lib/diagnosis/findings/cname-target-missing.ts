import { isOver } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { changesAt, desiredAt, fixOf, wantedText, wrongRecords } from "@/lib/diagnosis/evidence/web-records";
import { describeDifference } from "@/lib/dns/describe-difference";
import { isEncodableName, normaliseName } from "@/lib/dns/domain-name";

export const cnameTargetMissing: Detector<"cname-target-missing"> = (evidence) => {
  const { chain, connection, subject } = evidence;
  const last = chain?.path.at(-1);
  if (!chain || last === undefined || (connection !== null && isOver(connection.state))) return null;
  // A target with a space or the like is no name that anyone can look up, so nothing is known about its records.
  const isMissing = !isEncodableName(last) || chain.end === "nothing" || chain.end === "missing_domain";
  if (!isMissing || (isEncodableName(last) && wrongRecords(evidence).length === 0)) return null;
  const { alias } = desiredAt(evidence);
  const difference = alias === null ? null : describeDifference(last, normaliseName(alias.value));
  const reason =
    difference === null
      ? "It may be misspelled, or belong to a service you no longer use."
      : `It is a misspelling of ${alias?.value ?? ""}: ${difference}.`;
  return {
    explanation: `${subject.hostname} has a CNAME that leads to ${last}, where nothing is published. ${reason}`,
    fix: `Change the CNAME at host ${typedHost(evidence, subject.hostname)}: make it a ${wantedText(evidence)}.`,
    evidence: [
      [subject.hostname, ...chain.path].slice(0, 10).join(" → "),
      `${last}: ${chain.end === "nothing" ? "no address" : "does not exist"}`,
    ],
    record: fixOf(evidence, "change"),
    changes: changesAt(evidence),
  };
};
