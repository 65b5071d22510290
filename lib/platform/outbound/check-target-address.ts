import { canonicalAddress, isInNetwork, isOneAddress, type Network } from "@/lib/kernel/networks";
import { isLoopbackAddress, isMetadataAddress, isPublicAddress } from "@/lib/kernel/public-address";
import { isBlockedPort } from "@/lib/platform/outbound/outbound-url";

/** This installation's own addresses and ports, which a tenant's URL must never reach. */
export type OwnPlaces = {
  /** The edge's name; every name below it is the edge's too. null: there is none. */
  edgeHostname: string | null;
  /** The dashboard's name; null for a loopback name, which its port covers. */
  appHostname: string | null;
  /** The edge's addresses, canonical. On loopback only the ports below are ours. */
  addresses: readonly string[];
  /** The other addresses of this machine's interfaces, canonical. */
  interfaces: readonly string[];
  /** Ports on this machine: the app, the edge, Caddy's admin API, the sandbox's DNS server, a database on loopback. */
  ports: readonly number[];
};

export type AddressRules = {
  /** For the sandbox only. */
  allowLoopback: boolean;
  /** Allowed in addition to the public internet, on any port. */
  networks: readonly Network[];
  own: OwnPlaces;
};

/** `leads_to_edge`: back to this edge. `own_service`: one of our own ports. */
export type AddressRefusal = "address_not_allowed" | "port_not_allowed" | "leads_to_edge" | "own_service";

/** For callers whose targets are public names only, so that nothing of ours has to be recognised. */
export const nothingOwn: OwnPlaces = {
  edgeHostname: null,
  appHostname: null,
  addresses: [],
  interfaces: [],
  ports: [],
};

/**
 * Whether a tenant's URL may lead to this address. The only check for webhooks, upstreams and any other target that a tenant
 * sets. Pure. null: allowed.
 *
 * What is ours stays refused whatever the operator allows. A metadata service is allowed only by its exact address, never
 * by a network that contains it.
 */
export function checkTargetAddress(address: string, port: number, rules: AddressRules): AddressRefusal | null {
  const canonical = canonicalAddress(address);
  if (canonical === null) return "address_not_allowed";
  const { own, networks } = rules;
  const isLoopback = isLoopbackAddress(canonical);
  if (own.addresses.includes(canonical) && !isLoopback) return "leads_to_edge";
  const isNamed = isInAllowedNetwork(canonical, networks) || (rules.allowLoopback && isLoopbackAddress(address));
  if (!isNamed && !isPublicAddress(address)) return "address_not_allowed";
  // After the address check: a caller who may not use the address does not learn what listens there.
  if (own.ports.includes(port) && isThisMachine(canonical, own)) return "own_service";
  return !isNamed && isBlockedPort(port) ? "port_not_allowed" : null;
}

/** True where an operator's list names the address, or a network around it. */
export function isInAllowedNetwork(canonical: string, networks: readonly Network[]): boolean {
  const containing = networks.filter((network) => isInNetwork(canonical, network));
  return isMetadataAddress(canonical) ? containing.some(isOneAddress) : containing.length > 0;
}

function isThisMachine(canonical: string, own: OwnPlaces): boolean {
  // A connection to the unspecified address goes to this machine.
  const isUnspecified = canonical === "0.0.0.0" || canonical === "::";
  return isUnspecified || isLoopbackAddress(canonical) || own.interfaces.includes(canonical);
}
