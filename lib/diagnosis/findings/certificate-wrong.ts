import { isOver } from "@/lib/connections/machine";
import type { Evidence } from "@/lib/diagnosis/evidence/evidence";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOurs } from "@/lib/diagnosis/evidence/read-evidence";

export const certificateWrong: Detector<"certificate-wrong"> = (evidence) => {
  const { connection, subject } = evidence;
  if (connection?.claimedAt == null || isOver(connection.state)) return null;
  const seen = seenAtPublicAddress(evidence) ?? seenByProbe(evidence);
  if (seen === null) return null;
  return {
    explanation: `Browsers do not accept the certificate that the edge sends for ${subject.hostname}: ${seen.reason}.`,
    fix: isFromTestAuthority(seen)
      ? "This issuer is for tests only. Set EDGE_ISSUER=acme for certificates that browsers accept. If you run your own CA, set EDGE_CA_FILE to its root certificate."
      : "Check that EDGE_PROBE_ADDRESS and EDGE_ADDRESSES are Caddy's own, with nothing in front of it, and that EDGE_ISSUER is the authority you intended. If you run your own CA, set EDGE_CA_FILE to its root certificate.",
    evidence: [seen.reason],
  };
};

/** `code`: null where it was not stored. */
type Seen = { reason: string; issuer: string; code: string | null };

function seenAtPublicAddress(evidence: Evidence): Seen | null {
  for (const { address, tls } of evidence.reach) {
    if (tls.kind === "certificate" && tls.code !== null && isOurs(evidence, address))
      return { reason: `${address}: ${tls.reason ?? tls.code}`, issuer: tls.issuer, code: tls.code };
  }
  return null;
}

function seenByProbe({ connection }: Evidence): Seen | null {
  if (connection === null || connection.certificateFact === "ok" || connection.refusedProbes > 0) return null;
  const { certificate, certificateError: reason, certificateProbe: probe } = connection;
  if (certificate === null || reason === null || (probe !== null && probe.kind !== "certificate")) return null;
  return { reason, issuer: certificate.issuer, code: probe?.code ?? null };
}

/** Issuers as Let's Encrypt's staging environment, Pebble and Caddy's internal CA call themselves. */
function isFromTestAuthority({ issuer, code }: Seen): boolean {
  const isUntrusted = code === null || code === "untrusted_issuer";
  return isUntrusted && /staging|fake|pretend|caddy local authority|pebble/i.test(issuer);
}
