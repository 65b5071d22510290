import { holdsChallenge, openChallenge } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { recordAction, typedHost } from "@/lib/diagnosis/evidence/read-evidence";

export const txtAtBareHostname: Detector<"txt-at-bare-hostname"> = (evidence) => {
  const open = openChallenge(evidence);
  const { hostname } = evidence.subject;
  if (open === null || open.values.includes(open.value) || !holdsChallenge(evidence, hostname, open.value)) return null;
  return {
    explanation: `The TXT record with the right value is at ${hostname} itself. It belongs at ${open.name}.`,
    fix: `Add the TXT record again with the same value and the host ${typedHost(evidence, open.name)}. You can delete the existing one.`,
    evidence: [`${hostname}: TXT “${open.value}”`, `${open.name}: not published`],
    record: recordAction(evidence, "add", open.name, "TXT", open.value),
  };
};
