import { failingZone, failuresOfZone } from "@/lib/diagnosis/evidence/failures-of-zone";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { listOf } from "@/lib/diagnosis/evidence/read-evidence";

export const delegationLame: Detector<"delegation-lame"> = (evidence) => {
  const { registrableDomain } = evidence.subject;
  const failures = failuresOfZone(evidence);
  const lame = failures.filter(({ reason }) => reason === "lame" || reason === "refused");
  if (lame.length === 0 || lame.length * 2 < failures.length) return null;
  const domain = failingZone(evidence);
  const isRegistered = domain === registrableDomain;
  return {
    title: `The nameservers of ${domain} do not know it`,
    explanation: `${isRegistered ? "The registry" : "The zone above"} sends everyone who asks for ${domain} to ${listOf([...new Set(lame.map(({ server }) => server))])}, and there nobody knows the domain. Usually the zone was deleted there, or the domain has moved to another DNS provider and its nameservers were not changed.`,
    fix: `Create the zone ${domain} at the provider of these nameservers, or ${
      isRegistered
        ? "enter the nameservers of your present DNS provider at the registrar"
        : `delete the NS records of ${domain} in the zone above it`
    }.`,
    evidence: failures.map(({ label, reason }) => `${label}: ${reason}`),
  };
};
