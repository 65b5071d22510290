import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { factsAt, fixOf, isWildcardAnswer, wantedText, wrongRecords } from "@/lib/diagnosis/evidence/web-records";

export const wildcardHidesRecord: Detector<"wildcard-hides-record"> = (evidence) => {
  if (wrongRecords(evidence).length === 0 || !isWildcardAnswer(evidence)) return null;
  const { hostname } = evidence.subject;
  return {
    explanation: `${hostname} has no record of its own. A wildcard record (with a * in its host) of your domain answers in its place and points elsewhere.`,
    fix: `Keep the wildcard, and add a record at host ${typedHost(evidence, hostname)}: a ${wantedText(evidence)}. An exact record takes precedence over a wildcard.`,
    evidence: ["a name that nobody created has the same answer", ...factsAt(evidence)],
    record: fixOf(evidence, "add"),
  };
};
