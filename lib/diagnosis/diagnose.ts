import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import { type Detector, docUrlOf, type Finding, type FindingCode } from "@/lib/diagnosis/evidence/finding";
import { detectors } from "@/lib/diagnosis/findings-in-order";

/**
 * What is wrong, by the evidence: what blocks first comes first, and a cause hides its consequences. Pure. Empty: nothing
 * is wrong.
 */
export function diagnose(evidence: Evidence): Finding[] {
  const found = detectors.flatMap((detector) => judge(detector, evidence));
  const hidden = new Set<FindingCode>(found.flatMap(({ detector }) => detector.hides));
  return found.flatMap(({ finding }) => (hidden.has(finding.code) ? [] : [finding])).sort(bySeverity);
}

function judge(detector: Detector, evidence: Evidence): { detector: Detector; finding: Finding }[] {
  const found = detector.detect(evidence);
  if (found === null) return [];
  const { code } = detector;
  const facts = { eta: null, record: null, ...found, evidence: bound(found.evidence ?? []) };
  return [{ detector, finding: { code, ...facts, docUrl: docUrlOf(code) } }];
}

const maxFacts = 12;
const maxFactLength = 300;

function bound(facts: readonly string[]): string[] {
  return facts.slice(0, maxFacts).map((fact) => fact.slice(0, maxFactLength));
}

const weight = { blocking: 0, warning: 1, info: 2 } as const;

/** Within a severity the order of the list stays. */
function bySeverity(one: Finding, other: Finding): number {
  return weight[one.severity] - weight[other.severity];
}
