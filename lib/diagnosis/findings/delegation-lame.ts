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
    explanation: `${isRegistered ? "The registry" : "The parent zone"} delegates ${domain} to ${listOf([...new Set(lame.map(({ server }) => server))])}, which do not serve it. Usually the zone was deleted there, or the domain moved to another DNS provider and its nameservers were not updated.`,
    fix: `Create the zone ${domain} at the provider of these nameservers, or ${
      isRegistered
        ? "enter the nameservers of your current DNS provider at the registrar"
        : `delete the NS records of ${domain} in the parent zone`
    }.`,
    evidence: failures.map(({ label, reason }) => `${label}: ${reason}`),
  };
};
