import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOver } from "@/lib/diagnosis/evidence/read-evidence";
import { isLoop } from "@/lib/platform/outbound/check-upstream";

export const upstreamLoops: Detector<"upstream-loops"> = ({ connection, upstream, subject }) => {
  if (connection === null || upstream === null || isOver(connection.state)) return null;
  const isRefused = upstream.kind === "refused" && isLoop(upstream.reason);
  if (!isRefused && upstream.kind !== "leads_back") return null;
  const isServed = connection.claimedAt !== null;
  const { hostname } = subject;
  return {
    severity: isServed ? "blocking" : "warning",
    explanation: isRefused
      ? `The upstream of this application is this edge itself, or a hostname that it serves. A request for ${hostname} would go in a circle, so it is ended with status 508.`
      : `We asked the upstream for ${hostname}, and this very edge answered: whatever stands there passes requests back to us. A visitor's request is ended with status 508 when it returns.`,
    fix: "Set the address of your own server as the application's upstream: one that does not point at this edge, and that answers by itself.",
    evidence: [
      `upstream: ${upstream.origin}`,
      isRefused ? "rule: leads_to_edge" : "this edge answered a question that was sent to the upstream",
    ],
  };
};
