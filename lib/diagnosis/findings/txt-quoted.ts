import { bare, openChallenge, textFacts } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { recordAction, typedHost } from "@/lib/diagnosis/evidence/read-evidence";

export const txtQuoted: Detector<"txt-quoted"> = (evidence) => {
  const open = openChallenge(evidence);
  const found = open?.values.find((value) => value !== open.value && bare(value) === open.value);
  if (open === null || found === undefined || open.values.includes(open.value)) return null;
  const spaces = found.replace(/[\s\p{Cf}]/gu, "") === open.value;
  return {
    title: spaces ? "The TXT value contains extra spaces" : "The TXT value contains quotation marks",
    explanation: `The value is right except for ${spaces ? "spaces (possibly invisible ones)" : "quotation marks"} around it, which are now part of it.`,
    fix: `Edit the TXT record at host ${typedHost(evidence, open.name)}: ${spaces ? "delete the whole value and enter it again as plain text," : "delete the quotation marks,"} so that it is exactly ${open.value}`,
    evidence: textFacts(evidence, open.name),
    record: recordAction(evidence, "change", open.name, "TXT", open.value),
  };
};
