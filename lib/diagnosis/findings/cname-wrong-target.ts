import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { aliasAt, typedHost } from "@/lib/diagnosis/evidence/read-evidence";
import { desiredAt, factsAt, fixOf, reachesUs, wantedText, wrongRecords } from "@/lib/diagnosis/evidence/web-records";
import { normaliseName } from "@/lib/dns/domain-name";

export const cnameWrongTarget: Detector<"cname-wrong-target"> = (evidence) => {
  const { hostname } = evidence.subject;
  const target = aliasAt(evidence, hostname);
  if (target === null || wrongRecords(evidence).length === 0) return null;
  const { alias } = desiredAt(evidence);
  // The alias is right, and what is wrong stands beside it.
  if (alias !== null && normaliseName(alias.value) === target) return null;
  if (reachesUs(evidence)) {
    return {
      severity: "info",
      title: "The CNAME leads to us by way of another name",
      explanation: `${hostname} is an alias (CNAME) of ${target}, and our own edge answers at each address behind it. The site works, for as long as ${target} leads to us.`,
      fix: `Nothing has to be changed. If ${hostname} should not depend on ${target}, make it a ${wantedText(evidence)}.`,
      evidence: ["our edge answered the one-time question that we sent to the public name", ...factsAt(evidence)],
    };
  }
  return {
    severity: "blocking",
    title: "The CNAME leads to another target",
    explanation: `${hostname} is an alias (CNAME) of ${target}${alias === null ? ", and addresses were asked for" : ""}. Visitors end up there, and not with us.`,
    fix:
      alias === null
        ? `Delete the CNAME at ${hostname}, and add a ${wantedText(evidence)} at host ${typedHost(evidence, hostname)}.`
        : `Edit the CNAME at host ${typedHost(evidence, hostname)}: replace the target ${target} by ${alias.value}`,
    evidence: factsAt(evidence),
    record: fixOf(evidence, "change"),
  };
};
