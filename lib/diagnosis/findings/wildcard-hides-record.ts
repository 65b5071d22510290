import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { factsAt, fixOf, isWildcardAnswer, wantedText, wrongRecords } from "@/lib/diagnosis/evidence/web-records";

export const wildcardHidesRecord: Detector<"wildcard-hides-record"> = (evidence) => {
  if (wrongRecords(evidence).length === 0 || !isWildcardAnswer(evidence)) return null;
  const { hostname } = evidence.subject;
  return {
    explanation: `No record stands at ${hostname} itself. A wildcard record (with a * in its host) of your domain answers for it and leads elsewhere.`,
    fix: `Leave the wildcard as it is, and add a record beside it: as host type ${typedHost(evidence, hostname)}, a ${wantedText(evidence)}. A record of its own goes before a wildcard.`,
    evidence: ["a name that nobody made has the same answer", ...factsAt(evidence)],
    record: fixOf(evidence, "add"),
  };
};
