import type { Detector } from "@/lib/diagnosis/evidence/finding";

export const proofExpired: Detector<"proof-expired"> = ({ connection, subject }) => {
  if (connection?.state !== "failed" || connection.errorCode !== "ownership_not_proven") return null;
  return {
    explanation: `The TXT record of ${subject.hostname} was looked for during 30 days, and was never right. We have stopped looking.`,
    fix: "Archive this connection and connect the name again: the customer then gets a new value to publish.",
    evidence: [`created ${connection.createdAt}`, `failed ${connection.stateChangedAt}`],
  };
};
