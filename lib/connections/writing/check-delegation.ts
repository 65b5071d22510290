import type { Zone } from "@/lib/dns/adapters/adapter";
import { normaliseName } from "@/lib/dns/domain-name";
import { observeAddresses } from "@/lib/dns/observe-records";
import { findProvider } from "@/lib/dns/providers/catalog";
import { detectProvider } from "@/lib/dns/providers/detect-provider";
import type { AuthoritativeAnswer, DnsResolver } from "@/lib/dns/resolver";

/**
 * Whether the registry delegates a zone to the account that is about to be written. `elsewhere`: to these nameservers, of the
 * provider `servedBy` where it is known; to none, where the domain is not registered or has none. `unknown`: nobody answered.
 */
export type DelegationCheck =
  | { kind: "here" }
  | { kind: "elsewhere"; nameservers: string[]; servedBy: string | null }
  | { kind: "unknown" };

const maxNameservers = 8;

/** Never rejects. */
export async function checkDelegation(resolver: DnsResolver, zone: Zone, provider: string): Promise<DelegationCheck> {
  const answer = await resolver.ask(zone.name, "SOA");
  const { delegation } = answer;
  if (delegation.kind === "unreachable") return { kind: "unknown" };
  const nameservers = nameserversOf(answer);
  const elsewhere = { kind: "elsewhere" as const, nameservers, servedBy: detectProvider(nameservers)?.key ?? null };
  if (delegation.kind !== "ok" || nameservers.length === 0) return elsewhere;
  // The zone was added to the account, and the zone above it does not delegate it.
  if (answer.zone !== zone.name) return elsewhere;
  const own = (zone.nameservers ?? []).map(normaliseName);
  if (own.length === 0) return isOthers(elsewhere.servedBy, provider) ? elsewhere : { kind: "here" };
  if (own.some((name) => nameservers.includes(name))) return { kind: "here" };
  return (await shareAddress(resolver, own, answer)) ? { kind: "here" } : elsewhere;
}

/** Those of the parent's delegation: what the zone says of itself can be anything. */
function nameserversOf({ delegation, servers }: AuthoritativeAnswer): string[] {
  const parent = delegation.kind === "ok" ? (delegation.sets?.parent ?? []) : [];
  const names = parent.length > 0 ? parent : servers.map(({ server }) => server);
  return [...new Set(names.map(normaliseName))].slice(0, maxNameservers);
}

/** Only nameservers that are known to be another provider's say so: a name of the customer's own can lead anywhere. */
function isOthers(servedBy: string | null, provider: string): boolean {
  const isKnown = (findProvider(provider)?.nameserverSuffixes.length ?? 0) > 0;
  return servedBy !== null && servedBy !== provider && isKnown;
}

/** The same servers under names of the customer's own (“vanity nameservers”). */
async function shareAddress(
  resolver: DnsResolver,
  own: readonly string[],
  { servers }: AuthoritativeAnswer,
): Promise<boolean> {
  const delegated = new Set(servers.map(({ address }) => address));
  const addresses = await Promise.all(own.slice(0, maxNameservers).map((name) => observeAddresses(resolver, name)));
  return addresses.flat().some((address) => delegated.has(address));
}
