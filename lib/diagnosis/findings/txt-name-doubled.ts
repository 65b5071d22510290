import { holdsChallenge, openChallenge } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { misplacedChallenges } from "@/lib/diagnosis/evidence/names-to-ask";
import { recordAction, typedHost } from "@/lib/diagnosis/evidence/read-evidence";

export const txtNameDoubled: Detector<"txt-name-doubled"> = (evidence) => {
  const open = openChallenge(evidence);
  const { doubled } = misplacedChallenges(evidence.subject);
  if (open === null || open.values.includes(open.value) || !holdsChallenge(evidence, doubled, open.value)) return null;
  return {
    explanation: `The TXT record is there, but at ${doubled}. Your DNS provider appends ${evidence.subject.registrableDomain} by itself, so the full name in the form made it appear twice.`,
    fix: `Add the TXT record with the same value once more, and as host type ${typedHost(evidence, open.name)}. The one that is there may be deleted.`,
    evidence: [`${doubled}: TXT “${open.value}”`, `${open.name}: not there`],
    record: recordAction(evidence, "add", open.name, "TXT", open.value),
  };
};
