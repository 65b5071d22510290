import { openChallenge, textFacts } from "@/lib/diagnosis/evidence/challenge-values";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { quoted, recordAction, typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { challenge } from "@/lib/dns/records/challenge";

export const txtWrongValue: Detector<"txt-wrong-value"> = (evidence) => {
  const open = openChallenge(evidence);
  if (open === null || open.values.length === 0 || open.values.includes(open.value)) return null;
  const older = open.values.find((value) => challenge.isOurs(value));
  const found = older ?? open.values[0] ?? "";
  const isOlder = older !== undefined && !isNearly(older, open.value);
  return {
    title: isOlder ? "The TXT record has the value of an earlier attempt" : "The TXT record has another value",
    explanation: `${explain(found, open.value, isOlder)} It must be exactly the value of this connection.`,
    fix: `Edit the TXT record at host ${typedHost(evidence, open.name)}: replace the value with ${open.value}`,
    evidence: textFacts(evidence, open.name),
    record: recordAction(evidence, "change", open.name, "TXT", open.value),
  };
};

/** The value of this connection with a typing or copying mistake. */
function isNearly(found: string, expected: string): boolean {
  return found.toLowerCase() === expected.toLowerCase() || expected.startsWith(found) || found.includes(expected);
}

function explain(found: string, expected: string, isOlder: boolean): string {
  if (found.toLowerCase() === expected.toLowerCase()) return "The value is right except for upper and lower case.";
  if (found !== "" && expected.startsWith(found))
    return "The end of the value is missing: it was cut off while copying.";
  if (found.includes(expected)) return "The value has extra characters around it.";
  if (isOlder) return "The published value is from an earlier attempt, or from another service that uses Latchkey.";
  return `The published value is ${quoted(found)}.`;
}
