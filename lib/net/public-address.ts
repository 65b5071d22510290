import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * True for an address of the public internet: the only kind that a stranger's DNS may make us talk to. Pure.
 *
 * Everything in the IANA special-purpose registries (RFC 6890, with their later entries) is refused, also where an entry is
 * globally reachable: private, loopback, link-local with the clouds' metadata services, shared (100.64/10), IETF protocol
 * assignments, documentation, benchmarking, multicast, broadcast, reserved. For IPv6 only 2000::/3 is taken, the one block
 * that IANA gives out as global unicast (RFC 4291), less what is special in it. So no form that carries an IPv4 address
 * within passes: IPv4-mapped, IPv4-compatible, NAT64 (64:ff9b::/96, 64:ff9b:1::/48), 6to4, Teredo.
 * @param address as DNS writes it; anything else, zone ids included, is not public
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast);
}

/** True for 127.0.0.0/8 and ::1. Pure. */
export function isLoopbackAddress(address: string): boolean {
  return isIP(address) !== 0 && !address.includes("%") && ipaddr.parse(address).range() === "loopback";
}

const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];
