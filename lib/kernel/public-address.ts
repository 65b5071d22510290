import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * True for an address of the public internet: the only kind that a third party's DNS may make us connect to. Pure.
 *
 * Everything in the IANA special-purpose registries (RFC 6890, with their later entries) is refused, even where an entry is
 * globally reachable: private, loopback, link-local with the clouds' metadata services, shared (100.64/10), IETF protocol
 * assignments, documentation, benchmarking, multicast, broadcast, reserved. For IPv6 only 2000::/3 is accepted, the one
 * block that IANA allocates as global unicast (RFC 4291), without its special ranges. So no form that carries an IPv4 address
 * within passes: IPv4-mapped, IPv4-compatible, NAT64 (64:ff9b::/96, 64:ff9b:1::/48), 6to4, Teredo. Refused as well: the
 * cloud metadata services whose address seems public.
 * @param address as DNS writes it; anything else, zone ids included, is not public
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast" || isMetadataAddress(address)) return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast);
}

/** True for 127.0.0.0/8 and ::1. Pure. */
export function isLoopbackAddress(address: string): boolean {
  return isIP(address) !== 0 && !address.includes("%") && ipaddr.parse(address).range() === "loopback";
}

/**
 * True for a cloud's metadata service, which hands out credentials to its machines. Allowing a whole network does not
 * allow these. Pure.
 */
export function isMetadataAddress(address: string): boolean {
  return isIP(address) !== 0 && !address.includes("%") && metadataAddresses.has(ipaddr.process(address).toString());
}

const metadataAddresses: ReadonlySet<string> = new Set([
  // AWS, Azure, Google, DigitalOcean, Hetzner, OpenStack and others; the last two of this row are containers' on AWS.
  ...["169.254.169.254", "fd00:ec2::254", "fd20:ce::254", "fe80::a9fe:a9fe", "169.254.170.2", "169.254.170.23"],
  // AWS: pods, resolver, clock. Azure: the wire server. Alibaba. Oracle. Tencent. Scaleway.
  ...["fd00:ec2::23", "169.254.169.253", "fd00:ec2::253", "169.254.169.123", "fd00:ec2::123"],
  ...["168.63.129.16", "100.100.100.200", "192.0.0.192", "169.254.0.23", "169.254.42.42", "fd00:42::42"],
]);

const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3];
