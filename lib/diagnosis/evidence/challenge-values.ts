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
  return value.replace(/^[\s\p{Cf}"'“”„«»‘’\\`]+|[\s\p{Cf}"'“”„«»‘’\\`]+$/gu, "");
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
