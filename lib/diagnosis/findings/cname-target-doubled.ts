import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { aliasAt } from "@/lib/diagnosis/evidence/read-evidence";
import { changesAt, desiredAt, fixOf, wrongRecords } from "@/lib/diagnosis/evidence/web-records";
import { normaliseName } from "@/lib/dns/domain-name";

export const cnameTargetDoubled: Detector<"cname-target-doubled"> = (evidence) => {
  const { alias } = desiredAt(evidence);
  const { hostname, zone, registrableDomain } = evidence.subject;
  const target = aliasAt(evidence, hostname);
  if (alias === null || target === null || wrongRecords(evidence).length === 0) return null;
  const wanted = normaliseName(alias.value);
  if (target !== `${wanted}.${zone ?? registrableDomain}` && target !== `${wanted}.${registrableDomain}`) return null;
  return {
    explanation: `The CNAME at ${hostname} points to ${target}. Your DNS provider appended the domain because the target did not end with a dot.`,
    fix: `Edit the CNAME: enter “${wanted}.” as the target, with the dot at the end.`,
    evidence: [`${hostname}: CNAME ${target}`],
    record: fixOf(evidence, "change"),
    changes: changesAt(evidence),
  };
};
