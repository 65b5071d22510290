import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answering, awaitsProof, recordAction, serverLabel, typedHost } from "@/lib/diagnosis/evidence/read-evidence";

export const txtMissing: Detector<"txt-missing"> = (evidence) => {
  const { challenge } = evidence.subject;
  if (challenge === null || !awaitsProof(evidence) || evidence.ownership?.kind !== "missing") return null;
  return {
    explanation: `The domain's nameservers have no TXT record at ${challenge.name}. It proves that you control the domain.`,
    fix: `At your DNS provider, add a TXT record with host ${typedHost(evidence, challenge.name)} and value ${challenge.value}. We detect it automatically.`,
    evidence: answering(evidence, challenge.name, "TXT").map((server) => `${serverLabel(server)}: no TXT record`),
    record: recordAction(evidence, "add", challenge.name, "TXT", challenge.value),
  };
};
