import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { doubledHostname, wildcardProbe } from "@/lib/diagnosis/evidence/names-to-ask";
import { aliasAt, isOurs, typedHost, valuesAt } from "@/lib/diagnosis/evidence/read-evidence";
import {
  changesAt,
  desiredAt,
  fixOf,
  isSameAnswer,
  isWildcardAnswer,
  wrongRecords,
} from "@/lib/diagnosis/evidence/web-records";
import { normaliseName } from "@/lib/dns/domain-name";

export const cnameNameDoubled: Detector<"cname-name-doubled"> = (evidence) => {
  if (wrongRecords(evidence).length === 0) return null;
  const { subject } = evidence;
  const doubled = doubledHostname(subject);
  const { alias } = desiredAt(evidence);
  // A wildcard answers for the doubled name as for any other.
  if (isSameAnswer(evidence, doubled, wildcardProbe(subject.registrableDomain))) return null;
  const target = aliasAt(evidence, doubled);
  const leadsToUs =
    (alias !== null && target === normaliseName(alias.value)) ||
    valuesAt(evidence, doubled, "A").some((address) => isOurs(evidence, address));
  if (!leadsToUs) return null;
  return {
    explanation: `The record is published at ${doubled}. Your DNS provider appends ${subject.registrableDomain} automatically, so entering the full name doubled it.`,
    fix: `Add the record again with the same value and the host ${typedHost(evidence, subject.hostname)}. You can delete the existing one.`,
    evidence: [`${doubled}: ${target ? `CNAME ${target}` : "our address"}`, `${subject.hostname}: not as expected`],
    record: fixOf(evidence, "add"),
    ...(isWildcardAnswer(evidence) ? {} : { changes: changesAt(evidence) }),
  };
};
