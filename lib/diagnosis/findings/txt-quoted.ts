import { bare, openChallenge, textFacts } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { recordAction, typedHost } from "@/lib/diagnosis/evidence/read-evidence";

export const txtQuoted: Detector<"txt-quoted"> = (evidence) => {
  const open = openChallenge(evidence);
  const found = open?.values.find((value) => value !== open.value && bare(value) === open.value);
  if (open === null || found === undefined || open.values.includes(open.value)) return null;
  const spaces = found.replace(/[\s\p{Cf}]/gu, "") === open.value;
  return {
    title: spaces ? "The TXT value has a space too many" : "The TXT value has quotation marks in it",
    explanation: `The right value is there, but with ${spaces ? "spaces (perhaps invisible ones)" : "quotation marks"} around it, and they have become a part of it.`,
    fix: `Edit the TXT record at host ${typedHost(evidence, open.name)}: ${spaces ? "delete the whole value and type it, or paste it as plain text," : "delete the quotation marks,"} so that it is exactly ${open.value}`,
    evidence: textFacts(evidence, open.name),
    record: recordAction(evidence, "change", open.name, "TXT", open.value),
  };
};
