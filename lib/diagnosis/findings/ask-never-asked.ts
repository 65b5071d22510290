import { isOver } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

/** Caddy's requests are counted in memory and written every ten seconds. */
const flushedMs = 30_000;

export const askNeverAsked: Detector<"ask-never-asked"> = ({ parts, connection, ask, takenAt, subject }) => {
  if (parts.ask !== "ok" || connection?.claimedAt == null || isOver(connection.state)) return null;
  const { certificateCheckedAt: shakenAt, claimedAt, certificateFact } = connection;
  if (certificateFact === "ok" || shakenAt === null || shakenAt < claimedAt) return null;
  if (Date.parse(takenAt) - Date.parse(shakenAt) < flushedMs || (ask !== null && ask.lastAskedAt >= claimedAt))
    return null;
  return {
    explanation: `We made a TLS handshake for ${subject.hostname} at the edge, but Caddy did not ask the app whether it may issue a certificate. Either another server answered, or Caddy is not configured to ask.`,
    fix: "Start Caddy with this project's Caddyfile. Set CONTROLPLANE_URL to an address where Caddy reaches this app, set EDGE_ISSUER for Caddy too, and set EDGE_PROBE_ADDRESS to the address where Caddy listens.",
    evidence: [
      `last handshake: ${timeOf(shakenAt, takenAt)}`,
      ask === null ? "requests from Caddy: none" : `last request from Caddy: ${timeOf(ask.lastAskedAt, takenAt)}`,
      ...(connection.certificateError === null ? [] : [`handshake: ${connection.certificateError}`]),
    ],
  };
};
