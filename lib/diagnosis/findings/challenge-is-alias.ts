import { openChallenge } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { aliasAt, aliasesAt, recordAction, typedHost } from "@/lib/diagnosis/evidence/read-evidence";

export const challengeIsAlias: Detector<"challenge-is-alias"> = (evidence) => {
  const open = openChallenge(evidence);
  const target = open === null ? null : aliasAt(evidence, open.name);
  if (open === null || target === null || open.values.includes(open.value)) return null;
  return {
    explanation: `${open.name} is a CNAME to ${target}, which has no TXT record with the expected value. A name with a CNAME cannot have other records.`,
    fix: `Delete the CNAME at host ${typedHost(evidence, open.name)} and add the TXT record with the value ${open.value} instead. Or publish the TXT record at ${target}.`,
    evidence: [`${open.name}: CNAME ${target}`],
    record: recordAction(evidence, "change", open.name, "TXT", open.value),
    changes: [
      ...aliasesAt(evidence, open.name).map((value) => recordAction(evidence, "delete", open.name, "CNAME", value)),
      recordAction(evidence, "add", open.name, "TXT", open.value),
    ],
  };
};
