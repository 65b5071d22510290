import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { listOf, ownZone, serverLabel } from "@/lib/diagnosis/evidence/read-evidence";
import { isEqualOrBelow } from "@/lib/dns/domain-name";
import type { AuthoritativeAnswer } from "@/lib/dns/resolver";

export const noTcp: Detector<"no-tcp"> = (evidence) => {
  const zone = ownZone(evidence);
  const own = evidence.answers.filter(({ name }) => isEqualOrBelow(name, zone));
  const cut = own.filter(({ servers }) => servers.some(({ reason }) => reason === "no_tcp"));
  if (cut.length === 0) return null;
  const failing = cut.flatMap(({ servers }) => servers).filter(({ reason }) => reason === "no_tcp");
  const labels = [...new Set(failing.map(serverLabel))];
  const lost = cut.filter(
    (answer) => isNeeded(evidence, answer) && answer.servers.every(({ kind }) => kind === "unreachable"),
  );
  const what = (lost[0] ?? cut[0]) as AuthoritativeAnswer;
  return {
    severity: lost.length > 0 ? "blocking" : "warning",
    title: `${labels.length === 1 ? "A nameserver" : "Nameservers"} of ${zone} cannot be reached over TCP`,
    explanation: `The answer of ${listOf(labels)} for ${what.type} records at ${what.name} does not fit into one UDP packet, so it has to be asked for again over TCP, and port 53 does not answer there. Resolvers and certificate authorities cannot read these records either (RFC 7766, section 5).`,
    fix: `Ask the DNS provider of ${zone} to open TCP port 53 on its nameservers, in the firewall too. Fewer or shorter records at that name help until then.`,
    evidence: failing.map(
      (server) => `${serverLabel(server)}: ${server.type} ${server.name}: truncated, and nothing over TCP`,
    ),
  };
};

/** Without these, the domain cannot be proven, visited, or get a certificate. */
function isNeeded({ subject }: Evidence, { name, type }: AuthoritativeAnswer): boolean {
  if (name === subject.challenge?.name) return type === "TXT";
  return name === subject.hostname && ["A", "AAAA", "CNAME", "CAA"].includes(type);
}
