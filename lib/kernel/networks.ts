import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** A network as CIDR writes it; a single address is one of full length. */
export type Network = { address: string; prefixLength: number };

/** `10.0.0.0/8`, `fd00::/8`, `192.0.2.7`. null: not a network. Bits behind the prefix are dropped. Pure. */
export function parseNetwork(text: string): Network | null {
  const [address = "", length, ...rest] = text.split("/");
  if (rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return null;
  const canonical = canonicalAddress(address);
  if (canonical === null) return null;
  const bits = isIP(canonical) === 4 ? 32 : 128;
  // The prefix length of an IPv4-mapped network counts from another bit than that of its IPv4 address.
  if (length !== undefined && isIP(address) !== isIP(canonical)) return null;
  const prefixLength = length === undefined ? bits : Number(length);
  return prefixLength > bits ? null : { address: canonical, prefixLength };
}

/** True where the canonical address lies in the network. Pure. */
export function isInNetwork(address: string, network: Network): boolean {
  if (isIP(address) === 0 || isIP(address) !== isIP(network.address)) return false;
  return ipaddr.parse(address).match(ipaddr.parse(network.address), network.prefixLength);
}

/** True where the network is this one address and nothing more. */
export function isOneAddress({ address, prefixLength }: Network): boolean {
  return prefixLength === (isIP(address) === 4 ? 32 : 128);
}

/**
 * One text for each address: IPv6 in lower case and shortened, an IPv4-mapped address as the IPv4 address that a socket
 * would connect to. null for text that is no address, and for an address with a zone. Pure.
 */
export function canonicalAddress(address: string): string | null {
  if (isIP(address) === 0 || address.includes("%")) return null;
  return ipaddr.process(address).toString();
}
