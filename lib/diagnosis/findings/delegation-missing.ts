import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answerTo } from "@/lib/diagnosis/evidence/read-evidence";
import { failureText } from "@/lib/dns/look-up-failure";

export const delegationMissing: Detector<"delegation-missing"> = (evidence) => {
  const { hostname, registrableDomain } = evidence.subject;
  const status = answerTo(evidence, hostname, "A")?.delegation;
  const { referral } = evidence;
  const undelegated = referral?.zone === registrableDomain && referral.kind === "not_delegated";
  if (status?.kind !== "no_nameservers" && !undelegated) return null;
  if (status?.kind === "no_nameservers" && status.reason === "no_nameserver_address") {
    return {
      title: `The nameservers of ${registrableDomain} have no address`,
      explanation: `The registrar lists nameservers for ${registrableDomain}, and none of their names has an address. Nobody can see the domain's records.`,
      fix: `Compare the nameservers at the registrar of ${registrableDomain} with those that your DNS provider lists. Usually a name is misspelled.`,
      evidence: [`nameservers of ${registrableDomain}: no address`],
    };
  }
  return {
    title: `${registrableDomain} has no nameservers`,
    explanation: `The domain ${registrableDomain} is registered but has no nameservers${status?.kind === "no_nameservers" && status.reason ? ` (${failureText(status.reason)})` : ""}. Nobody can see its records.`,
    fix: `At the registrar of ${registrableDomain}, enter the nameservers that your DNS provider lists.`,
    evidence: [`delegation of ${registrableDomain}: none`],
  };
};
