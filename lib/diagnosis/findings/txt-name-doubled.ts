import { holdsChallenge, openChallenge } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { misplacedChallenges } from "@/lib/diagnosis/evidence/names-to-ask";
import { recordAction, typedHost } from "@/lib/diagnosis/evidence/read-evidence";

export const txtNameDoubled: Detector<"txt-name-doubled"> = (evidence) => {
  const open = openChallenge(evidence);
  const { doubled } = misplacedChallenges(evidence.subject);
  if (open === null || open.values.includes(open.value) || !holdsChallenge(evidence, doubled, open.value)) return null;
  return {
    explanation: `The TXT record is published at ${doubled}. Your DNS provider appends ${evidence.subject.registrableDomain} automatically, so entering the full name doubled it.`,
    fix: `Add the TXT record again with the same value and the host ${typedHost(evidence, open.name)}. You can delete the existing one.`,
    evidence: [`${doubled}: TXT “${open.value}”`, `${open.name}: not published`],
    record: recordAction(evidence, "add", open.name, "TXT", open.value),
  };
};
