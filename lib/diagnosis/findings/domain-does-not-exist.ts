import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answering, answerTo } from "@/lib/diagnosis/evidence/read-evidence";
import { isEqualOrBelow } from "@/lib/dns/domain-name";

export const domainDoesNotExist: Detector<"domain-does-not-exist"> = (evidence) => {
  const { hostname, registrableDomain, zone } = evidence.subject;
  const answer = answerTo(evidence, hostname, "A");
  // The zone above answers itself, and says that the domain is not there.
  const above = zone !== null && zone !== registrableDomain && isEqualOrBelow(registrableDomain, zone);
  const servers = answering(evidence, registrableDomain, "SOA");
  const denied = above && servers.length > 0 && servers.every(({ kind }) => kind === "nxdomain");
  const referral = evidence.referral?.zone === registrableDomain ? evidence.referral.kind : null;
  const absent = answer?.delegation.kind === "nxdomain" || referral === "nxdomain";
  // The zone above knows the domain itself, and only not who answers for it: what is below it is denied all the same.
  const isKnown = referral === "not_delegated";
  if (isKnown || (!absent && !denied)) return null;
  return {
    title: `${registrableDomain} does not exist`,
    explanation: `The registry says that the domain ${registrableDomain} does not exist. It may be misspelt, never have been registered, or have expired.`,
    fix: `Check the spelling of ${hostname}. If it is right, register ${registrableDomain}, or renew it, at a registrar. Records can be published only then.`,
    evidence: [`${registrableDomain}: NXDOMAIN`],
  };
};
