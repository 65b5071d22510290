import { isServed } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { timeOf } from "@/lib/diagnosis/evidence/read-evidence";

export const renewalOverdue: Detector<"renewal-overdue"> = ({ connection, takenAt, subject }) => {
  if (!connection || !isServed(connection.state)) return null;
  const [notAfter] = connection.overdueEdges.map((edge) => edge.notAfter).sort();
  if (notAfter === undefined) return null;
  const names = connection.overdueEdges.map(({ name }) => name).join(", ");
  const over = notAfter < takenAt;
  return {
    severity: over ? "blocking" : "warning",
    title: `The certificate on edge ${names} was not renewed in time`,
    explanation: `Edge ${names} made several TLS handshakes for ${subject.hostname} in the renewal window, and its Caddy still has the old certificate, which ${over ? "expired at" : "ends at"} ${timeOf(notAfter, takenAt)}.`,
    fix: "Search the log of that edge's Caddy for the hostname: it has the certificate authority's error message. Other findings, such as CAA records, may be the cause. Check that all edges use the same storage.",
    evidence: connection.overdueEdges.map((edge) => `${edge.name}: not after ${edge.notAfter}`),
  };
};
