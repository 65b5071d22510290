import { isOver } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

/**
 * Let's Encrypt: five failed validations per account, name and hour. The authority's own answer reaches Caddy's log alone:
 * a handshake shows only that there is no certificate, so the count of refused handshakes takes its place.
 */
const failuresPerHour = 5;
const hourMs = 3_600_000;

export const caRateLimited: Detector<"ca-rate-limited"> = ({ connection, takenAt, subject }) => {
  if (connection === null || isOver(connection.state) || connection.certificateFact === "ok") return null;
  const { caRefusal } = connection;
  if (caRefusal !== null && connection.claimedAt !== null && connection.state !== "live") {
    return {
      explanation: `The certificate authority refuses new orders until ${timeOf(caRefusal.until, takenAt)}, because a limit is used up: ${caRefusal.limit}.`,
      fix: "You do not have to do anything: we order the certificate again after that time.",
      evidence: [`refused until ${caRefusal.until}`],
      eta: caRefusal.until,
    };
  }
  const { certificateError: error, refusedProbes, certificateCheckedAt } = connection;
  if (refusedProbes < failuresPerHour) return null;
  const eta = certificateCheckedAt && new Date(Date.parse(certificateCheckedAt) + hourMs).toISOString();
  return {
    explanation: `${refusedProbes} attempts in a row to get a certificate for ${subject.hostname} have failed. Certificate authorities limit failures (Let's Encrypt: ${failuresPerHour} per hour and hostname), so ours may refuse new attempts for now.`,
    fix: `Fix the cause first: check CAA records, old AAAA records, and ports 80 and 443 of the edge. Caddy's log has the authority's error message. We retry automatically${eta ? `, not before ${timeOf(eta, takenAt)}` : ""}.`,
    evidence: [`refused handshakes in a row: ${refusedProbes}`, ...(error === null ? [] : [error])],
    eta,
  };
};
