import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answerTo, ownZone } from "@/lib/diagnosis/evidence/read-evidence";
import { failureText } from "@/lib/dns/look-up-failure";

export const delegationMissing: Detector<"delegation-missing"> = (evidence) => {
  const { hostname, registrableDomain } = evidence.subject;
  const answer = answerTo(evidence, hostname, "A");
  const status = answer?.delegation;
  const { referral } = evidence;
  const undelegated = referral?.zone === registrableDomain && referral.kind === "not_delegated";
  const isMissing = status?.kind === "no_nameservers";
  if (!isMissing && !undelegated) return null;
  const domain = ownZone(evidence, isMissing ? (answer?.zone ?? null) : null);
  const isRegistered = domain === registrableDomain;
  if (isMissing && status.reason === "no_nameserver_address") {
    return {
      title: `The nameservers of ${domain} have no address`,
      explanation: `${isRegistered ? "The registrar lists" : "The zone above names"} nameservers for ${domain}, and none of their names has an address. Nobody can see the records there.`,
      fix: `Compare the nameservers ${isRegistered ? "at the registrar" : "in the NS records"} of ${domain} with those that your DNS provider lists. Usually a name is misspelled.`,
      evidence: [`nameservers of ${domain}: no address`],
    };
  }
  if (!isRegistered) {
    return {
      title: `${domain} has no nameservers`,
      explanation: `The zone above delegates ${domain}, and the nameservers that it names cannot be used. Nobody can see the records there.`,
      fix: `In the zone above, correct the NS records of ${domain}, or delete them.`,
      evidence: [`delegation of ${domain}: none`],
    };
  }
  return {
    title: `${registrableDomain} has no nameservers`,
    explanation: `The domain ${registrableDomain} is registered but has no nameservers${status?.kind === "no_nameservers" && status.reason ? ` (${failureText(status.reason)})` : ""}. Nobody can see its records.`,
    fix: `At the registrar of ${registrableDomain}, enter the nameservers that your DNS provider lists.`,
    evidence: [`delegation of ${registrableDomain}: none`],
  };
};
