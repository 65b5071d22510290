import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { EvidenceSummary } from "@/lib/diagnosis/schema";

const maxValues = 10;
const types = ["TXT", "A", "AAAA", "CNAME", "HTTPS"];

/** The part of the evidence that people see: nothing from our own tables, and only answers about the names concerned. */
export function summariseEvidence(evidence: Evidence): EvidenceSummary {
  const { subject } = evidence;
  const isShown = (name: string, type: string) =>
    name === subject.challenge?.name ? type === "TXT" : name === subject.hostname && types.includes(type);
  return {
    zone: subject.zone,
    provider: subject.provider?.key ?? null,
    parts: evidence.parts,
    questions: evidence.questions,
    answers: evidence.answers
      .filter(({ name, type }) => isShown(name, type))
      .map(({ name, type, servers }) => ({
        name,
        type,
        servers: servers.map(({ server, address, kind, reason, records }) => ({
          server,
          address,
          kind,
          reason: reason ?? null,
          values: records.slice(0, maxValues).map((record) => `${record.type} ${record.value}`),
        })),
      })),
    aliases: evidence.chain?.path ?? [],
    addresses: evidence.reach.map(({ address, http, https, proven }) => ({
      address,
      http: http.kind,
      https: https.kind,
      reachesEdge: proven,
    })),
  };
}
