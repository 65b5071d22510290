import type { Finding } from "@/lib/diagnosis/evidence/finding";
import { type InstructionRecord, recordKey } from "@/lib/diagnosis/instructions/instructions";
import { normaliseName } from "@/lib/dns/domain-name";

type Placeable = Pick<Finding, "code" | "record">;

/**
 * Divides findings among the records they are about: a finding belongs to the record at whose name and about whose type it
 * speaks; one that deletes, to the record whose place it clears. Pure. The order of the findings is kept.
 */
export function placeFindings<One extends Placeable>(
  records: readonly Pick<InstructionRecord, "host" | "type" | "value">[],
  findings: readonly One[],
): { byRecord: ReadonlyMap<string, One[]>; others: One[] } {
  const byRecord = new Map<string, One[]>();
  const others: One[] = [];
  for (const finding of findings) {
    const place = placeOf(records, finding.record);
    if (place === null) others.push(finding);
    else byRecord.set(place, [...(byRecord.get(place) ?? []), finding]);
  }
  return { byRecord, others };
}

function placeOf(
  records: readonly Pick<InstructionRecord, "host" | "type" | "value">[],
  action: Finding["record"],
): string | null {
  if (action === null) return null;
  const near = records.filter(({ host }) => normaliseName(host) === normaliseName(action.fqdn));
  const place =
    near.find(({ type, value }) => type === action.type && value === action.value) ??
    near.find(({ type }) => type === action.type) ??
    (action.action === "add" && action.type === "CAA" ? undefined : near[0]);
  return place === undefined ? null : recordKey(place);
}
