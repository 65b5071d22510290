import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answering, answerTo } from "@/lib/diagnosis/evidence/read-evidence";
import { isEqualOrBelow } from "@/lib/dns/domain-name";

export const domainDoesNotExist: Detector<"domain-does-not-exist"> = (evidence) => {
  const { hostname, registrableDomain } = evidence.subject;
  const answer = answerTo(evidence, hostname, "A");
  // The zone above has no delegation, and denies the domain itself. Some servers deny the top of a zone that has names below it.
  const servers = answering(evidence, registrableDomain, "SOA");
  const own = evidence.answers.filter(({ name }) => isEqualOrBelow(name, registrableDomain));
  const isEmpty = own.every((one) => one.servers.every(({ kind }) => kind !== "answer"));
  const denied = isEmpty && servers.length > 0 && servers.every(({ kind }) => kind === "nxdomain");
  const referral = evidence.referral?.zone === registrableDomain ? evidence.referral.kind : null;
  const absent = answer?.delegation.kind === "nxdomain" || referral === "nxdomain";
  // A parent that knows the domain but no nameservers for it denies the names below it too.
  const isKnown = referral === "not_delegated";
  if (isKnown || (!absent && !denied)) return null;
  return {
    title: `${registrableDomain} does not exist`,
    explanation: `The registry reports that the domain ${registrableDomain} does not exist. It is misspelled, was never registered, or has expired.`,
    fix: `Check the spelling of ${hostname}. If it is correct, register or renew ${registrableDomain} at a registrar, then publish the records.`,
    evidence: [`${registrableDomain}: NXDOMAIN`],
  };
};
