import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOver } from "@/lib/diagnosis/evidence/read-evidence";
import { isLoop, type UpstreamRefusal } from "@/lib/platform/outbound/check-upstream";

export const upstreamRefused: Detector<"upstream-refused"> = ({ connection, upstream, subject }) => {
  if (connection === null || upstream?.kind !== "refused" || isOver(connection.state)) return null;
  const { reason, message, origin } = upstream;
  if (isLoop(reason)) return null;
  const isServed = connection.claimedAt !== null;
  return {
    severity: isServed ? "blocking" : "warning",
    explanation: `${message} Visitors of ${subject.hostname} ${isServed ? "are" : "would be"} shown a page that says so.`,
    fix: fixes[reason],
    evidence: [`upstream: ${origin}`, `rule: ${reason}`],
  };
};

const network =
  "Set the public hostname of your server as the application's upstream. If your server stands in a private network, whoever runs this Latchkey can allow that network with EDGE_UPSTREAM_ALLOW.";

const fixes: Record<UpstreamRefusal, string> = {
  invalid_url: "Set the application's upstream in the form https://origin.example.com.",
  host_not_allowed: network,
  address_not_allowed: network,
  port_not_allowed: "Let your server listen on another port, and set it in the application's upstream.",
  own_service: "Set the address of your own server as the application's upstream.",
  leads_to_edge: "Set the address of your own server as the application's upstream.",
};
