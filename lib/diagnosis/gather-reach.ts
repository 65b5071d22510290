import { justAdmittedMs } from "@/lib/connections/find-reachable-proxy";
import type { ConnectionEvidence } from "@/lib/diagnosis/evidence/evidence";
import { sameAddress } from "@/lib/diagnosis/evidence/read-evidence";
import type { Facts } from "@/lib/diagnosis/gather-recursive";
import type { EdgeTarget } from "@/lib/dns/compare-records";
import type { AddressReach, ReachProber } from "@/lib/platform/ports/edge";

const maxAddresses = 6;
const attemptMs = 3_000;

/** "none": it is about a hostname alone. "unknown": there is a connection, and nothing about it arrived in time. */
type Known = ConnectionEvidence | "none" | "unknown";

/** Probes the first six published addresses of the hostname on the web's ports, concurrently. */
export async function gatherReach(
  reach: ReachProber,
  { about, chain, deadlineMs }: Pick<Facts, "chain" | "deadlineMs"> & { about: { hostname: string } },
  edge: EdgeTarget | null,
  connection: Known,
  takenAt: Date,
): Promise<AddressReach[]> {
  const addresses = (chain?.addresses ?? []).slice(0, maxAddresses);
  const budgetMs = Math.min(attemptMs, Math.floor(deadlineMs - performance.now()) - 50);
  if (budgetMs <= 0) return [];
  return Promise.all(
    addresses.map((address) => {
      const isOurs = edge?.addresses.some((ours) => sameAddress(ours, address)) ?? false;
      return reach.probe(about.hostname, address, { handshake: mayShakeHands(isOurs, connection, takenAt), budgetMs });
    }),
  );
}

/**
 * A handshake makes our edge ask whether it may have a certificate, also through a proxy. Where it may not, the handshake would
 * fail without saying anything new, and would be counted as a visitor's. At our own addresses, a name without a certificate
 * would make the edge ask its CA, which counts failures (Let's Encrypt: 5 an hour): that is for the connection's checks.
 */
function mayShakeHands(isOurs: boolean, connection: Known, takenAt: Date): boolean {
  if (connection === "none") return !isOurs;
  if (connection === "unknown" || connection.claimedAt === null || connection.queued !== null) return false;
  const claimedMs = takenAt.getTime() - Date.parse(connection.claimedAt);
  return claimedMs >= justAdmittedMs && (!isOurs || connection.certificateFact === "ok");
}
