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
    explanation: `The TXT record with the right value is at ${name}. It belongs at ${open.name}: part of the host is missing.`,
    fix: `Add the TXT record again with the same value and the host ${typedHost(evidence, open.name)}. You can delete the existing one.`,
    evidence: [`${name}: TXT “${open.value}”`, `${open.name}: not published`],
    record: recordAction(evidence, "add", open.name, "TXT", open.value),
  };
};
