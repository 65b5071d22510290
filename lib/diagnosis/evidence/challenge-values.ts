import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import { answering, awaitsProof, serverLabel, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";

/** Reads evidence about the challenge. All pure. */

/** The challenge while its proof is incomplete; null otherwise. `values`: those published at its name, through aliases. */
export function openChallenge(evidence: Evidence): { name: string; value: string; values: string[] } | null {
  const { challenge } = evidence.subject;
  if (challenge === null || !awaitsProof(evidence)) return null;
  const kind = evidence.ownership?.kind;
  if (kind !== "missing" && kind !== "seen") return null;
  const own = valuesAt(evidence, challenge.name, "TXT");
  const values = [...new Set([...own, ...(evidence.ownership?.values ?? [])])];
  return { ...challenge, values };
}

/** Without the quotation marks and spaces that people copy along, including invisible ones (\p{Cf}). */
export function bare(value: string): string {
  // Not one expression: its search for the end would start again at every such character within a long value.
  const from = value.search(kept);
  if (from === -1) return "";
  let to = value.length;
  while (!kept.test(lastCharacter(value, to))) to -= lastCharacter(value, to).length;
  return value.slice(from, to);
}

const kept = /[^\s\p{Cf}"'“”„«»‘’\\`]/u;

/** Before the position; two code units where they are one character. */
function lastCharacter(text: string, before: number): string {
  return String.fromCodePoint(text.codePointAt(before - 2) ?? 0).length === 2
    ? text.slice(before - 2, before)
    : text.slice(before - 1, before);
}

/** Whether a name has the expected value, ignoring quotation marks. */
export function holdsChallenge(evidence: Evidence, name: string, value: string): boolean {
  return valuesAt(evidence, name, "TXT").some((one) => bare(one) === value);
}

export function textFacts(evidence: Evidence, name: string): string[] {
  return answering(evidence, name, "TXT").map((server) => {
    const texts = server.records.filter(({ type }) => type === "TXT").map(({ value }) => `“${value.slice(0, 80)}”`);
    return `${serverLabel(server)}: ${texts.length > 0 ? texts.slice(0, 3).join(", ") : "no TXT record"}`;
  });
}
