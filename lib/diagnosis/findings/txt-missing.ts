import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { answering, awaitsProof, recordAction, serverLabel, typedHost } from "@/lib/diagnosis/evidence/read-evidence";

export const txtMissing: Detector<"txt-missing"> = (evidence) => {
  const { challenge } = evidence.subject;
  if (challenge === null || !awaitsProof(evidence) || evidence.ownership?.kind !== "missing") return null;
  return {
    explanation: `We looked for a TXT record at ${challenge.name} on the domain's own nameservers and found none. Until it is there, nobody can tell that the domain is yours.`,
    fix: `At your DNS provider, add a TXT record. As host type ${typedHost(evidence, challenge.name)}, as value ${challenge.value}. Then wait: we keep looking.`,
    evidence: answering(evidence, challenge.name, "TXT").map((server) => `${serverLabel(server)}: no TXT record`),
    record: recordAction(evidence, "add", challenge.name, "TXT", challenge.value),
  };
};
