import { detectors } from "@/lib/diagnosis/detectors";
import { findingCodes, isHiddenBy, kindOf } from "@/lib/diagnosis/evidence/catalog";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import { type AnyFound, docUrlOf, type Finding, type FindingCode } from "@/lib/diagnosis/evidence/finding";

/** What is wrong, by the evidence: what blocks first comes first, and a cause hides its consequences. Pure. Empty: nothing. */
export function diagnose(evidence: Evidence): Finding[] {
  const found = findingCodes.flatMap((code) => {
    const finding = runDetector(code, evidence);
    return finding === null ? [] : [finding];
  });
  return found.filter(({ code }) => !found.some((cause) => isHiddenBy(cause.code, code))).sort(bySeverity);
}

function runDetector(code: FindingCode, evidence: Evidence): Finding | null {
  const found: AnyFound | null = detectors[code](evidence);
  if (found === null) return null;
  const { severity, who, title } = kindOf(code);
  // What the catalog row leaves open, the detector's type demands.
  const complete = { severity, who, title, ...found } as AnyFound & Pick<Finding, "severity" | "who" | "title">;
  const facts = bound(found.evidence ?? []);
  const record = found.record ?? null;
  const changes = (found.changes ?? (record === null ? [] : [record])).slice(0, maxChanges);
  return { code, eta: null, ...complete, record, changes, evidence: facts, docUrl: docUrlOf(code) };
}

const maxChanges = 20;
const maxFacts = 12;
const maxFactLength = 300;

function bound(facts: readonly string[]): string[] {
  return facts.slice(0, maxFacts).map((fact) => fact.slice(0, maxFactLength));
}

const weight = { blocking: 0, warning: 1, info: 2 } as const;

/** Within a severity the catalog's order stays. */
function bySeverity(one: Finding, other: Finding): number {
  return weight[one.severity] - weight[other.severity];
}
