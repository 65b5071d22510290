import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { aliasAt, listOf, recordAction, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";
import { changesAt, desiredAt, isWildcardAnswer, wrongRecords } from "@/lib/diagnosis/evidence/web-records";

export const cnameBesideOtherRecords: Detector<"cname-beside-other-records"> = (evidence) => {
  const { hostname, zone } = evidence.subject;
  const { alias } = desiredAt(evidence);
  if (hostname === zone || (alias === null && aliasAt(evidence, hostname) === null)) return null;
  const others = besides(evidence);
  const [first] = others;
  const published = aliasAt(evidence, hostname) !== null;
  const missing = wrongRecords(evidence).some(({ observation }) => observation.kind === "missing");
  if (first === undefined || isWildcardAnswer(evidence) || (!published && !missing)) return null;
  const list = listOf(others.map(({ type, value }) => `${type} ${value.slice(0, 60)}`));
  return {
    severity: published && wrongRecords(evidence).length === 0 ? "warning" : "blocking",
    explanation: published
      ? `${hostname} has other records (${list}) beside its CNAME. That is not allowed (RFC 1034), and which of them resolvers return is a matter of chance.`
      : `${hostname} has other records (${list}). A CNAME cannot have records beside it, so most DNS providers refuse to add it, some without an explanation.`,
    fix: `Delete the other records at ${hostname} (${list})${published ? "." : `, then add the CNAME to ${alias?.value ?? ""}.`}`,
    evidence: others.map(({ type, value }) => `${hostname}: ${type} ${value}`),
    record: recordAction(evidence, "delete", hostname, first.type, first.value),
    changes: changesAt(evidence),
  };
};

/** Addresses count only beside a CNAME: without one they have a finding of their own. */
function besides(evidence: Evidence): { type: string; value: string }[] {
  const { hostname } = evidence.subject;
  const types = aliasAt(evidence, hostname) === null ? ["MX", "TXT"] : ["A", "AAAA", "MX", "TXT"];
  return types.flatMap((type) => valuesAt(evidence, hostname, type).map((value) => ({ type, value })));
}
