import { isOver } from "@/lib/connections/machine";
import type { Detector } from "@/lib/diagnosis/evidence/finding";

import { isLoop, type UpstreamRefusal } from "@/lib/platform/outbound/check-upstream";

export const upstreamRefused: Detector<"upstream-refused"> = ({ connection, upstream, subject }) => {
  if (connection === null || upstream?.kind !== "refused" || isOver(connection.state)) return null;
  const { reason, message, origin } = upstream;
  if (isLoop(reason)) return null;
  const isServed = connection.claimedAt !== null;
  return {
    severity: isServed ? "blocking" : "warning",
    explanation: `${message} Visitors of ${subject.hostname} ${isServed ? "see" : "would see"} an error page.`,
    fix: fixes[reason],
    evidence: [`upstream: ${origin}`, `rule: ${reason}`],
  };
};

const network =
  "Set the application's upstream to the public hostname of your server. If your server is in a private network, the operator of this Latchkey can allow that network with EDGE_UPSTREAM_ALLOW.";

const fixes: Record<UpstreamRefusal, string> = {
  invalid_url: "Set the application's upstream to a URL such as https://origin.example.com.",
  host_not_allowed: network,
  address_not_allowed: network,
  port_not_allowed: "Run your server on another port, and set that port in the application's upstream.",
  own_service: "Set the application's upstream to your own server.",
  leads_to_edge: "Set the application's upstream to your own server.",
};
