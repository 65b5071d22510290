import type { ConnectionEvidence } from "@/lib/diagnosis/evidence/evidence";
import { sameAddress } from "@/lib/diagnosis/evidence/read-evidence";
import type { Facts } from "@/lib/diagnosis/gather-recursive";
import type { EdgeTarget } from "@/lib/dns/compare-records";
import type { AddressReach, ReachProber } from "@/lib/platform/ports/edge";

const maxAddresses = 6;
const attemptMs = 2_000;

/** Probes the first six published addresses of the hostname on the web's ports, concurrently. */
export async function gatherReach(
  reach: ReachProber,
  { about, chain, deadlineMs }: Facts,
  edge: EdgeTarget | null,
  connection: ConnectionEvidence | null,
): Promise<AddressReach[]> {
  const addresses = (chain?.addresses ?? []).slice(0, maxAddresses);
  const budgetMs = Math.min(attemptMs, Math.floor(deadlineMs - performance.now()) - 50);
  if (budgetMs <= 0) return [];
  return Promise.all(
    addresses.map((address) => {
      const isOurs = edge?.addresses.some((ours) => sameAddress(ours, address)) ?? false;
      return reach.probe(about.hostname, address, { handshake: mayShakeHands(isOurs, connection), budgetMs });
    }),
  );
}

/**
 * A handshake for a claimed name without a certificate makes our edge ask its CA, and CAs count failures (Let's Encrypt:
 * 5 an hour): those belong to the connection's checks, not to everyone who opens a diagnosis.
 */
function mayShakeHands(isOurs: boolean, connection: ConnectionEvidence | null): boolean {
  return !isOurs || connection === null || connection.claimedAt === null || connection.certificateFact === "ok";
}
