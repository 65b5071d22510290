import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { aliasAt, typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import {
  changesAt,
  desiredAt,
  factsAt,
  fixOf,
  reachesUs,
  siteText,
  wantedText,
  wrongRecords,
} from "@/lib/diagnosis/evidence/web-records";
import { describeDifference } from "@/lib/dns/describe-difference";
import { normaliseName } from "@/lib/dns/domain-name";

export const cnameWrongTarget: Detector<"cname-wrong-target"> = (evidence) => {
  const { hostname } = evidence.subject;
  const target = aliasAt(evidence, hostname);
  if (target === null || wrongRecords(evidence).length === 0) return null;
  const { alias } = desiredAt(evidence);
  // The alias is right; the wrong record is beside it.
  if (alias !== null && normaliseName(alias.value) === target) return null;
  if (reachesUs(evidence)) {
    return {
      severity: "info",
      title: "The CNAME reaches us through another name",
      explanation: `${hostname} has a CNAME to ${target}, and our edge answers at every address behind it. ${siteText(evidence)}. It depends on ${target}, which must go on pointing to us.`,
      fix: `You do not have to change anything. If ${hostname} should not depend on ${target}, make it a ${wantedText(evidence)}.`,
      evidence: ["our edge answered the one-time request sent to the public name", ...factsAt(evidence)],
    };
  }
  return {
    severity: "blocking",
    title: "The CNAME points to another target",
    explanation: `${hostname} has a CNAME to ${target}${alias === null ? " instead of address records" : ""}. Visitors end up there and do not reach us.${misspelling(target, alias?.value ?? null)}`,
    fix:
      alias === null
        ? `Delete the CNAME at ${hostname}, and add a ${wantedText(evidence)} at host ${typedHost(evidence, hostname)}.`
        : `Edit the CNAME at host ${typedHost(evidence, hostname)}: replace the target ${target} with ${alias.value}`,
    evidence: factsAt(evidence),
    record: fixOf(evidence, "change"),
    changes: changesAt(evidence),
  };
};

function misspelling(target: string, wanted: string | null): string {
  const difference = wanted === null ? null : describeDifference(target, normaliseName(wanted));
  return difference === null ? "" : ` It is a misspelling of ${wanted}: ${difference}.`;
}
