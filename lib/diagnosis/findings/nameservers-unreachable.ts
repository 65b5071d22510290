import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
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
      explanation: `${names} is listed as nameserver of ${zone} but has no address, so nobody can reach it.`,
      fix: `Compare the nameservers at the registrar of ${zone} with those that your DNS provider lists. Usually one of them is misspelled.`,
      evidence: failures.map(({ label, reason }) => `${label}: ${reason}`),
    };
  }
  return {
    who: "dns_provider",
    title: `No nameserver of ${zone} answers`,
    explanation: blocked
      ? `The nameservers of ${zone} have private addresses, which cannot be reached from the internet.`
      : `We queried every nameserver of ${zone} and none gave a usable answer. Until one does, nobody can see the domain's records.`,
    fix: blocked
      ? "Give the nameservers public addresses, or use a public DNS provider."
      : `Ask the DNS provider of ${zone} whether its nameservers are down or block our queries.`,
    evidence: [...failures.map(({ label, reason }) => `${label}: ${reason}`), ...partlyAsked(evidence)],
  };
};

/** A zone that was silent before is not queried at all of its addresses again. */
function partlyAsked({ answers, subject }: Evidence): string[] {
  const own = answers.filter(({ name }) => name === subject.hostname).map(({ delegation }) => delegation);
  const parts = own.flatMap((delegation) => (delegation.kind === "ok" && delegation.asked ? [delegation.asked] : []));
  const texts = parts.map(({ addresses, of }) => `${addresses} of ${of} addresses were queried`);
  return [...new Set(texts)];
}
