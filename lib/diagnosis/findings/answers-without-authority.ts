import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { listOf, ownZone, serverLabel } from "@/lib/diagnosis/evidence/read-evidence";
import { isEqualOrBelow } from "@/lib/dns/domain-name";

export const answersWithoutAuthority: Detector<"answers-without-authority"> = (evidence) => {
  const zone = ownZone(evidence);
  const own = evidence.answers.filter(({ name }) => isEqualOrBelow(name, zone)).flatMap(({ servers }) => servers);
  const without = own.filter(({ kind, authoritative }) => kind !== "unreachable" && authoritative === false);
  if (without.length === 0) return null;
  const labels = [...new Set(without.map(serverLabel))];
  return {
    explanation: `${listOf(labels)} answers for ${zone} without authority: the AA bit is missing, which a nameserver must set (RFC 1035). Most resolvers take such answers, and so do we, but some throw them away, and visitors behind those find no site.`,
    fix: `Ask the DNS provider why ${labels.length === 1 ? "this nameserver" : "these nameservers"} of ${zone} ${labels.length === 1 ? "does" : "do"} not set the AA bit. Often a resolver or a load balancer answers in place of a nameserver that has the zone.`,
    evidence: labels.map((label) => `${label}: no AA bit`),
  };
};
