import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { listOf } from "@/lib/diagnosis/evidence/read-evidence";
import { holdOfDomain, nameserversOfDomain } from "@/lib/diagnosis/evidence/registration-hold";

export const nameserversParked: Detector<"nameservers-parked"> = (evidence) => {
  const hold = holdOfDomain(evidence);
  if (hold?.kind !== "parked") return null;
  const { registrableDomain: domain } = evidence.subject;
  const nameservers = nameserversOfDomain(evidence);
  return {
    title: `${domain} is on the nameservers of a parking page`,
    explanation: `The nameservers of ${domain} (${listOf(nameservers)}) are those of ${hold.operator}, which shows a parking or sales page for every name. Your DNS records cannot be published there.`,
    fix: `At the registrar of ${domain}, replace these nameservers with those of the DNS provider where its records are, or with the registrar's own. Then publish the records there.`,
    evidence: nameservers.map((name) => `nameserver of ${domain}: ${name}`),
  };
};
