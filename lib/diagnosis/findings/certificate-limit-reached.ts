import { needsJob } from "@/lib/connections/machine";
import { nextDayAt } from "@/lib/connections/policy";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

/** Control is proven and nobody else holds the hostname: only a limit keeps it from its claim. */
export const certificateLimitReached: Detector<"certificate-limit-reached"> = ({
  connection,
  ownership,
  takenAt,
  subject,
}) => {
  if (connection === null || !needsJob(connection.state, "check-ownership") || ownership?.kind !== "match") return null;
  if (connection.ownership !== "ok" || connection.claimedAt !== null || connection.claimedElsewhere) return null;
  const eta = nextDayAt(new Date(takenAt)).toISOString();
  return {
    explanation: `The TXT record of ${subject.hostname} is right. Its test application has used up today's limit of first certificates, so the hostname waits for the next day. Domains that are already connected are not affected.`,
    fix: `You do not have to do anything: the connection continues at ${timeOf(eta, takenAt)}. To continue earlier, choose a larger plan and press “Check now”, or use a live application.`,
    evidence: [`state: ${connection.state}, since ${timeOf(connection.stateChangedAt, takenAt)}`],
    eta,
  };
};
