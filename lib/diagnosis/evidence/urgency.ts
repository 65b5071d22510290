import { type Urgency, urgencyAt } from "@/lib/connections/policy";
import { type FindingCode, kindOf, type Severity } from "@/lib/diagnosis/evidence/catalog";

export { overdueMs, type Urgency } from "@/lib/connections/policy";

/** How urgent a finding is: its severity says what it blocks, this says whether anybody has to worry yet. */
export function urgencyOf(
  finding: { code: FindingCode; severity: Severity },
  { waitingSince }: { waitingSince: Date },
  now: Date,
): Urgency {
  return urgencyAt(firstUrgency(finding), waitingSince, now);
}

/** As long as nobody has had time to act. */
export function firstUrgency({
  code,
  severity,
}: {
  code: FindingCode;
  severity: Severity;
}): Exclude<Urgency, "overdue"> {
  if (severity !== "blocking") return "note";
  return kindOf(code).nature === "mistake" ? "mistake" : "waiting";
}
