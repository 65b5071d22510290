import { failingZone, failuresOfZone } from "@/lib/diagnosis/evidence/failures-of-zone";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { listOf } from "@/lib/diagnosis/evidence/read-evidence";

export const nameserversUnreachable: Detector<"nameservers-unreachable"> = (evidence) => {
  const failures = failuresOfZone(evidence);
  const isKnown = ({ reason }: { reason: string }) => reason !== "overload";
  if (failures.length === 0 || !failures.every(isKnown)) return null;
  const zone = failingZone(evidence);
  const blocked = failures.every(({ reason }) => reason === "blocked");
  const names = listOf([...new Set(failures.map(({ server }) => server))]);
  if (failures.every(({ reason }) => reason === "no_address")) {
    return {
      who: "customer",
      title: `The nameservers of ${zone} have no address`,
      explanation: `${names} is named as nameserver of ${zone}, and no address is known for that name. So nobody can ask there.`,
      fix: `Compare the names of the nameservers at the registrar of ${zone} with those that your DNS provider shows: usually one of them is misspelt.`,
      evidence: failures.map(({ label, reason }) => `${label}: ${reason}`),
    };
  }
  return {
    who: "dns_provider",
    title: `No nameserver of ${zone} answers`,
    explanation: blocked
      ? `The nameservers of ${zone} have addresses of a private network, so nobody on the internet can ask them.`
      : `We asked every nameserver of ${zone} and none of them gave a usable answer. Nobody can see the domain's records while that is so.`,
    fix: blocked
      ? "Give the nameservers public addresses, or use the nameservers of a public DNS provider."
      : `Ask the DNS provider of ${zone} whether its nameservers are down, or keep our questions out.`,
    evidence: failures.map(({ label, reason }) => `${label}: ${reason}`),
  };
};
