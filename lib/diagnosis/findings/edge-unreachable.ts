import type { Detector } from "@/lib/diagnosis/evidence/finding";
import { isOurs, listOf } from "@/lib/diagnosis/evidence/read-evidence";
import type { AddressReach, PortReach } from "@/lib/platform/ports/edge";

export const edgeUnreachable: Detector<"edge-unreachable"> = (evidence) => {
  const ours = evidence.reach.filter(({ address }) => isOurs(evidence, address));
  const closed = ours.flatMap((reach) => closedPorts(reach));
  const addresses = [...new Set(closed.map(({ address }) => address))];
  if (closed.length === 0) return null;
  const all = addresses.length === ours.length;
  return {
    severity: all && evidence.connection?.certificateFact !== "ok" ? "blocking" : "warning",
    title: all ? "Our edge is unreachable" : "Our edge is unreachable at one of its addresses",
    explanation: `The domain points to us, but ${listOf(closed.map(({ address, port }) => `${address} port ${port}`))} does not answer. The certificate authority and visitors need ports 80 and 443.`,
    fix: "Check that Caddy is running, that it listens on ports 80 and 443 of every address in EDGE_ADDRESSES (including IPv6), and that the firewall allows both.",
    evidence: closed.map(({ address, port, reason }) => `${address}:${port}: ${reason}`),
  };
};

function closedPorts({ address, http, https }: AddressReach): { address: string; port: number; reason: string }[] {
  const ports: [number, PortReach][] = [
    [80, http],
    [443, https],
  ];
  return ports.flatMap(([port, { kind, reason }]) => {
    // Without our own route to IPv6, or to ourselves, nothing is known.
    const closed = kind === "refused" || kind === "timeout";
    return closed ? [{ address, port, reason: reason ?? kind }] : [];
  });
}
