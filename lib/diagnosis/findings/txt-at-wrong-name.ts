import { holdsChallenge, openChallenge } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { misplacedChallenges } from "@/lib/diagnosis/evidence/names-to-ask";
import { recordAction, typedHost } from "@/lib/diagnosis/evidence/read-evidence";

export const txtAtWrongName: Detector<"txt-at-wrong-name"> = (evidence) => {
  const open = openChallenge(evidence);
  if (open === null || open.values.includes(open.value)) return null;
  const { others } = misplacedChallenges(evidence.subject);
  const name = others.find((other) => holdsChallenge(evidence, other, open.value));
  if (name === undefined) return null;
  return {
    explanation: `The TXT record with the right value stands at ${name}. It belongs at ${open.name}: a part of the host is missing.`,
    fix: `Add the TXT record with the same value once more, and as host type ${typedHost(evidence, open.name)}. The one that is there may be deleted.`,
    evidence: [`${name}: TXT “${open.value}”`, `${open.name}: not there`],
    record: recordAction(evidence, "add", open.name, "TXT", open.value),
  };
};
