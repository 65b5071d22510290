import type { Detector } from "@/lib/diagnosis/evidence/finding";

export const proofExpired: Detector<"proof-expired"> = ({ connection, subject }) => {
  if (connection?.state !== "failed" || connection.errorCode !== "ownership_not_proven") return null;
  return {
    explanation: `We checked the TXT record of ${subject.hostname} for 30 days and it was never right, so we stopped.`,
    fix: "Archive this connection and connect the hostname again. The customer gets a new value to publish.",
    evidence: [`created ${connection.createdAt}`, `failed ${connection.stateChangedAt}`],
  };
};
