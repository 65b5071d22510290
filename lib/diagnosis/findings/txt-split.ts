import { bare, openChallenge, textFacts } from "@/lib/diagnosis/evidence/challenge-values";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector, RecordAction } from "@/lib/diagnosis/evidence/finding";
import { recordAction } from "@/lib/diagnosis/evidence/read-evidence";

const minPartLength = 3;

export const txtSplit: Detector<"txt-split"> = (evidence) => {
  const open = openChallenge(evidence);
  if (open === null || open.values.includes(open.value)) return null;
  const inOne = open.values.some(
    (value) => value.replace(/[\s"\\]+/g, "") === open.value && bare(value) !== open.value,
  );
  if (!inOne && !coversWhole(open.values.map(bare), open.value)) return null;
  return {
    explanation: inOne
      ? "The value is published with spaces or quotation marks in the middle."
      : "The value is published in parts, in several TXT records. It must be in one.",
    fix: inOne
      ? `Edit the TXT record at ${open.name} so that its value, in one piece, is ${open.value}`
      : `Delete the parts at ${open.name}, and add one TXT record with the whole value ${open.value}`,
    evidence: textFacts(evidence, open.name),
    record: recordAction(evidence, "change", open.name, "TXT", open.value),
    ...(inOne ? {} : { changes: putTogether(evidence, open) }),
  };
};

function putTogether(evidence: Evidence, open: { name: string; value: string; values: string[] }): RecordAction[] {
  const parts = open.values.filter((value) => open.value.includes(bare(value)));
  return [
    ...parts.map((part) => recordAction(evidence, "delete", open.name, "TXT", part)),
    recordAction(evidence, "add", open.name, "TXT", open.value),
  ];
}

/** True where some of the texts, joined, are the value. */
function coversWhole(texts: readonly string[], value: string): boolean {
  const parts = texts.filter((text) => text.length >= minPartLength && text.length < value.length).slice(0, 8);
  let rest = value;
  while (rest !== "") {
    const next = parts.find((part) => rest.startsWith(part));
    if (next === undefined) return false;
    rest = rest.slice(next.length);
  }
  return true;
}
