import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOver, timeOf } from "@/lib/diagnosis/evidence/read-evidence";

/** Let's Encrypt: five failed validations per account, name and hour. */
const failuresPerHour = 5;
const hourMs = 3_600_000;

export const caRateLimited: Detector<"ca-rate-limited"> = ({ connection, takenAt, subject }) => {
  if (connection === null || isOver(connection.state) || connection.certificateFact === "ok") return null;
  const { certificateError: error, refusedProbes, certificateCheckedAt } = connection;
  const told = /rate.?limit|too many (certificates|failed|requests)/i.test(error ?? "");
  if (!told && refusedProbes < failuresPerHour) return null;
  const eta = certificateCheckedAt && new Date(Date.parse(certificateCheckedAt) + hourMs).toISOString();
  return {
    explanation: `${refusedProbes > 0 ? `${refusedProbes} attempts to get a certificate for ${subject.hostname} have failed in a row` : `The certificate authority has refused ${subject.hostname} for now`}, and an authority counts failures (Let's Encrypt: ${failuresPerHour} an hour for each name).`,
    fix: `Mend the cause first: the CAA records, left-over AAAA records, and ports 80 and 443 of the edge; Caddy's log has the authority's own words. We try again by ourselves${eta ? `, not before ${timeOf(eta, takenAt)}` : ""}.`,
    evidence: [`refused handshakes in a row: ${refusedProbes}`, ...(error === null ? [] : [error])],
    eta,
  };
};
