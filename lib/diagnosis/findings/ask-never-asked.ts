import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOver, timeOf } from "@/lib/diagnosis/evidence/read-evidence";

/** What Caddy asks is counted in memory, and written every ten seconds. */
const flushedMs = 30_000;

export const askNeverAsked: Detector<"ask-never-asked"> = ({ parts, connection, ask, takenAt, subject }) => {
  if (parts.ask !== "ok" || connection?.claimedAt == null || isOver(connection.state)) return null;
  const { certificateCheckedAt: shakenAt, claimedAt, certificateFact } = connection;
  if (certificateFact === "ok" || shakenAt === null || shakenAt < claimedAt) return null;
  if (Date.parse(takenAt) - Date.parse(shakenAt) < flushedMs || (ask !== null && ask.lastAskedAt >= claimedAt))
    return null;
  return {
    explanation: `We made a handshake for ${subject.hostname} at the edge, and Caddy did not ask the app whether it may issue a certificate. So it is not our Caddy that answered there, or it does not know where to ask.`,
    fix: "Start Caddy with the Caddyfile of this project. CONTROLPLANE_URL has to lead from Caddy to this app, EDGE_ISSUER must be set for it too, and EDGE_PROBE_ADDRESS has to be the address at which Caddy listens.",
    evidence: [
      `last handshake: ${timeOf(shakenAt, takenAt)}`,
      ask === null ? "questions by Caddy: none" : `last question by Caddy: ${timeOf(ask.lastAskedAt, takenAt)}`,
      ...(connection.certificateError === null ? [] : [`handshake: ${connection.certificateError}`]),
    ],
  };
};
