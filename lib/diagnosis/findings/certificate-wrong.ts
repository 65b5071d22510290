import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOurs, isOver } from "@/lib/diagnosis/evidence/read-evidence";

export const certificateWrong: Detector<"certificate-wrong"> = (evidence) => {
  const { connection, subject } = evidence;
  if (connection?.claimedAt == null || isOver(connection.state)) return null;
  const reason = seenAtPublicAddress(evidence) ?? seenByProbe(evidence);
  if (reason === null) return null;
  const staging = /staging|fake|pretend|caddy local authority|pebble/i.test(reason);
  return {
    explanation: `The certificate that the edge shows for ${subject.hostname} is not accepted by browsers: ${reason}.`,
    fix: staging
      ? "The issuer is for tests only. Set EDGE_ISSUER=acme for certificates that browsers accept; with a CA of your own, name its root in EDGE_CA_FILE."
      : "See that EDGE_PROBE_ADDRESS and EDGE_ADDRESSES are those of Caddy and of nothing in front of it, and that EDGE_ISSUER is the authority that you mean; with a CA of your own, name its root in EDGE_CA_FILE.",
    evidence: [reason],
  };
};

function seenByProbe({ connection }: Evidence): string | null {
  if (connection === null || connection.certificateFact === "ok" || connection.refusedProbes > 0) return null;
  return connection.certificate === null ? null : connection.certificateError;
}

function seenAtPublicAddress(evidence: Evidence): string | null {
  for (const { address, tls } of evidence.reach) {
    if (tls.kind === "certificate" && tls.reason !== null && isOurs(evidence, address))
      return `${address}: ${tls.reason}`;
  }
  return null;
}
