import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

export const certificateQueued: Detector<"certificate-queued"> = ({ connection, takenAt, subject }) => {
  const queued = connection?.queued ?? null;
  if (connection === null || queued === null || connection.state !== "issuing_cert") return null;
  const { limit, since, until } = queued;
  const refusal = connection.caRefusal;
  const later = until !== null && until > takenAt ? until : null;
  return {
    explanation: `The records of ${subject.hostname} are right, and its certificate waits for its turn: ${limit}.${refusal === null ? "" : ` The authority has refused further orders until ${timeOf(refusal.until, takenAt)}.`}`,
    fix: `You do not have to do anything: the certificate is ordered ${later === null ? "as soon as the limit allows it" : `at about ${timeOf(later, takenAt)}`}. Domains that have a certificate are renewed as always.`,
    evidence: [
      `waits since ${timeOf(since, takenAt)}`,
      ...(refusal === null ? [] : [`refused by the authority: ${refusal.limit}`]),
    ],
    eta: later,
  };
};
