import { openChallenge } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { aliasAt, recordAction, typedHost } from "@/lib/diagnosis/evidence/read-evidence";

export const challengeIsAlias: Detector<"challenge-is-alias"> = (evidence) => {
  const open = openChallenge(evidence);
  const target = open === null ? null : aliasAt(evidence, open.name);
  if (open === null || target === null || open.values.includes(open.value)) return null;
  return {
    explanation: `${open.name} is an alias (CNAME) of ${target}, and no TXT record with the expected value stands there. Beside a CNAME no other record can exist.`,
    fix: `Delete the CNAME at host ${typedHost(evidence, open.name)} and add the TXT record with the value ${open.value} in its place; or publish the TXT record at ${target}.`,
    evidence: [`${open.name}: CNAME ${target}`],
    record: recordAction(evidence, "change", open.name, "TXT", open.value),
  };
};
