import { openChallenge, textFacts } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { wildcardProbe } from "@/lib/diagnosis/evidence/names-to-ask";
import { aliasesAt, recordAction, typedHost, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";

export const wildcardHidesChallenge: Detector<"wildcard-hides-challenge"> = (evidence) => {
  const open = openChallenge(evidence);
  if (open === null || open.values.includes(open.value)) return null;
  const probe = wildcardProbe(evidence.subject.hostname);
  const read = (name: string) =>
    aliasesAt(evidence, name).sort().join("\n") || valuesAt(evidence, name, "TXT").sort().join("\n");
  if (read(probe) === "" || read(probe) !== read(open.name)) return null;
  return {
    explanation: `${open.name} has no record of its own. A wildcard record (with a * in its host) of your domain answers in its place.`,
    fix: `Keep the wildcard, and add the TXT record with host ${typedHost(evidence, open.name)} and value ${open.value}. An exact record takes precedence over a wildcard.`,
    evidence: [`${probe}, which nobody created, has the same answer`, ...textFacts(evidence, open.name)],
    record: recordAction(evidence, "add", open.name, "TXT", open.value),
  };
};
