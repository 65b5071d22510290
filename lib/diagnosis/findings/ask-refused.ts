import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOver, timeOf } from "@/lib/diagnosis/evidence/read-evidence";

export const askRefused: Detector<"ask-refused"> = ({ connection, ask, takenAt, subject }) => {
  if (connection === null || ask === null || ask.lastAllowed || isOver(connection.state)) return null;
  const at = timeOf(ask.lastAskedAt, takenAt);
  const evidence = [
    `last answer: ${ask.lastReason ?? "refused"}, ${at}`,
    `allowed ${ask.allowed}, refused ${ask.refused}`,
  ];
  if (connection.claimedAt === null) {
    return {
      severity: "info",
      who: "customer",
      title: "Visitors come already, and get no certificate yet",
      explanation: `Somebody opened ${subject.hostname} at ${at}. A certificate is issued only once control of the name is proven, so the browser showed an error.`,
      fix: "Publish the TXT record first. From then on the certificate comes by itself.",
      evidence,
    };
  }
  if (ask.lastAskedAt < connection.claimedAt) return null;
  const down = ask.lastReason === "database_unavailable";
  return {
    severity: "blocking",
    who: "platform",
    title: "The edge was told that it may not issue",
    explanation: down
      ? `When Caddy asked for ${subject.hostname}, the database could not be reached, and the name was not known yet.`
      : `Caddy asked for ${subject.hostname} at ${at} and was refused, although control of the name is proven. The instance of the app that it asked does not see this claim.`,
    fix: down
      ? "See that the database is up. Caddy asks again at the next visit."
      : "CONTROLPLANE_URL has to lead to an app that uses this same database. If there are several, look at the one that answered.",
    evidence,
  };
};
