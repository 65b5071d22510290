import { openChallenge, textFacts } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { wildcardProbe } from "@/lib/diagnosis/evidence/names-to-ask";
import { aliasAt, recordAction, typedHost, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";

export const wildcardHidesChallenge: Detector<"wildcard-hides-challenge"> = (evidence) => {
  const open = openChallenge(evidence);
  if (open === null || open.values.includes(open.value)) return null;
  const probe = wildcardProbe(evidence.subject.hostname);
  const read = (name: string) => aliasAt(evidence, name) ?? valuesAt(evidence, name, "TXT").sort().join("\n");
  if (read(probe) === "" || read(probe) !== read(open.name)) return null;
  return {
    explanation: `No record stands at ${open.name}. A wildcard record (with a * in its host) of your domain answers for it, and so it looks as if there were one.`,
    fix: `Leave the wildcard as it is, and add the TXT record beside it: as host type ${typedHost(evidence, open.name)}, as value ${open.value}. A record of its own goes before a wildcard.`,
    evidence: [`${probe}, which nobody made, has the same answer`, ...textFacts(evidence, open.name)],
    record: recordAction(evidence, "add", open.name, "TXT", open.value),
  };
};
