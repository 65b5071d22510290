import { isOver } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

export const askRefused: Detector<"ask-refused"> = ({ connection, ask, takenAt, subject, ownership }) => {
  if (connection === null || ask === null || ask.lastAllowed || isOver(connection.state)) return null;
  const at = timeOf(ask.lastAskedAt, takenAt);
  const evidence = [
    `last answer: ${ask.lastReason ?? "refused"}, ${at}`,
    `allowed ${ask.allowed}, refused ${ask.refused}`,
  ];
  if (connection.claimedAt === null) {
    // Whether the record is published is not known: no server could be read.
    if (ownership?.kind === "unreachable") return null;
    return {
      severity: "info",
      who: "customer",
      title: "Visitors arrive before a certificate can be issued",
      explanation: `Somebody opened ${subject.hostname} at ${at}. We issue a certificate only after you prove control of the hostname, so the browser showed an error.`,
      fix: "Publish the TXT record first. The certificate then follows automatically.",
      evidence,
    };
  }
  if (ask.lastAskedAt < connection.claimedAt) return null;
  // On purpose: a certificate is ordered once the records are right, and the limits of the authority allow it.
  if (ask.lastReason === "waiting_for_certificate") return null;
  const down = ask.lastReason === "database_unavailable";
  return {
    severity: "blocking",
    who: "platform",
    title: "The edge is not allowed to issue a certificate",
    explanation: down
      ? `When Caddy asked about ${subject.hostname}, the database was unreachable and the hostname was not cached yet.`
      : `Caddy asked about ${subject.hostname} at ${at} and was refused, although control of the hostname is proven. The app instance it asked does not have this claim.`,
    fix: down
      ? "Check that the database is running. Caddy asks again at the next visit."
      : "Set CONTROLPLANE_URL to an app that uses this database. If there are several instances, check the one that answered.",
    evidence,
  };
};
