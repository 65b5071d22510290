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
    title: all ? "Our edge cannot be reached" : "Our edge cannot be reached at one of its addresses",
    explanation: `The domain leads to us, but ${listOf(closed.map(({ address, port }) => `${address} port ${port}`))} does not answer from here. The certificate authority and visitors need both ports, 80 and 443.`,
    fix: "See that Caddy runs, that it listens on ports 80 and 443 of every address in EDGE_ADDRESSES (IPv6 too), and that the firewall lets both in.",
    evidence: closed.map(({ address, port, reason }) => `${address}:${port}: ${reason}`),
  };
};

function closedPorts({ address, http, https }: AddressReach): { address: string; port: number; reason: string }[] {
  const ports: [number, PortReach][] = [
    [80, http],
    [443, https],
  ];
  return ports.flatMap(([port, { kind, reason }]) => {
    // Without a way to IPv6 of our own, or to ourselves, nothing is known.
    const closed = kind === "refused" || kind === "timeout";
    return closed ? [{ address, port, reason: reason ?? kind }] : [];
  });
}
