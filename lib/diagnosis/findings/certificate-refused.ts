import { isOver } from "@/lib/connections/machine";
import type { ConnectionEvidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

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
      ? `We tried a TLS handshake for ${subject.hostname} at our edge, and it did not answer (${error}).`
      : `The edge has no certificate for ${subject.hostname} (${error}). The certificate authority is still issuing it, or has refused.`,
    fix: unreachable
      ? "Check that Caddy is running and that EDGE_PROBE_ADDRESS is the address where it listens."
      : "This usually resolves itself within a minute. If not, search Caddy's log for the hostname: it has the authority's error message. EDGE_ISSUER sets the authority.",
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
