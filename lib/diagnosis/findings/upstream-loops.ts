import { isOver } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";

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
      ? `The upstream of this application is this edge, or a hostname that it serves. A request for ${hostname} would loop, so we end it with status 508.`
      : `We sent the upstream a request for ${hostname}, and this edge answered it: the upstream passes requests back to us. We end a visitor's request with status 508 when it returns.`,
    fix: "Set the application's upstream to your own server: one that answers itself and does not point to this edge.",
    evidence: [
      `upstream: ${upstream.origin}`,
      isRefused ? "rule: leads_to_edge" : "this edge answered a request sent to the upstream",
    ],
  };
};
