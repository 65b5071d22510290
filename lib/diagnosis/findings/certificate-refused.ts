import type { ConnectionEvidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOver, timeOf } from "@/lib/diagnosis/evidence/read-evidence";

export const certificateRefused: Detector<"certificate-refused"> = ({ connection, takenAt, subject, ask }) => {
  if (connection?.claimedAt == null || isOver(connection.state)) return null;
  const { certificateError: error, certificateFact, refusedProbes, certificateCheckedAt } = connection;
  const waits = connection.state === "issuing_cert" || connection.errorCode === "certificate_not_issued";
  const failing = waits || certificateFact === "broken";
  const kind = probeKind(connection);
  if (!failing || error === null || certificateFact === "ok" || kind === "certificate") return null;
  const unreachable = kind === "unreachable";
  return {
    who: unreachable ? "platform" : "ca",
    title: unreachable ? "The edge does not answer" : "No certificate could be issued yet",
    explanation: unreachable
      ? `We tried to make a handshake for ${subject.hostname} at our own edge, and it did not answer (${error}).`
      : `The edge was asked for ${subject.hostname} over TLS and had no certificate to show (${error}). Either the certificate authority is still at it, or it refused.`,
    fix: unreachable
      ? "See that Caddy runs, and that EDGE_PROBE_ADDRESS is the address at which it listens."
      : "Usually this heals by itself within a minute. If it stays so, Caddy's log has the authority's own words: look for the hostname there. EDGE_ISSUER says which authority is asked.",
    evidence: [
      `last handshake${certificateCheckedAt === null ? "" : ` at ${timeOf(certificateCheckedAt, takenAt)}`}: ${error}`,
      `refused in a row: ${refusedProbes}`,
      ...(ask === null
        ? []
        : [`Caddy asked and was ${ask.lastAllowed ? "allowed" : "refused"} at ${timeOf(ask.lastAskedAt, takenAt)}`]),
    ],
  };
};

/** A row from before the kind was stored has it between the lines: a certificate stays known while the edge is silent. */
function probeKind({ certificateProbe, certificate, refusedProbes }: ConnectionEvidence) {
  if (certificateProbe !== null) return certificateProbe.kind;
  if (refusedProbes > 0) return "refused";
  return certificate === null ? "unreachable" : "certificate";
}
