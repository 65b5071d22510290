import { isIP } from "node:net";
import { isEncodableName, isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import { canonicalAddress, type Network } from "@/lib/kernel/networks";
import { isPublicAddress } from "@/lib/kernel/public-address";
import {
  type AddressRefusal,
  type AddressRules,
  checkTargetAddress,
  isInAllowedNetwork,
  type OwnPlaces,
} from "@/lib/platform/outbound/check-target-address";
import { hostOf, isBlockedPort, isLocalhostName, isPrivateName, portOf } from "@/lib/platform/outbound/outbound-url";

/** A network in which the operator allows origins, for one tenant or (null) for all. */
export type AllowedNetwork = { tenantId: string | null; network: Network };

/** What this installation allows as an upstream. */
export type UpstreamPolicy = {
  /** For the sandbox only. */
  allowLoopback: boolean;
  networks: readonly AllowedNetwork[];
  own: OwnPlaces;
};

/** Why an upstream is not used; stable. */
export type UpstreamRefusal = AddressRefusal | "invalid_url" | "host_not_allowed";

/** An upstream in its parts. `addresses`: known without a look-up; null: the host is a name that DNS has to resolve. */
export type UpstreamTarget = {
  scheme: "http" | "https";
  /** As DNS and certificates write it: IPv6 without brackets. */
  host: string;
  port: number;
  addresses: readonly string[] | null;
};

export type RefusedUpstream = { ok: false; reason: UpstreamRefusal; message: string };
export type CheckedUpstream = { ok: true; target: UpstreamTarget } | RefusedUpstream;

/** The rules that apply to one tenant. */
export function rulesFor({ networks, allowLoopback, own }: UpstreamPolicy, tenantId: string): AddressRules {
  const allowed = networks.filter((one) => one.tenantId === null || one.tenantId === tenantId);
  return { allowLoopback, own, networks: allowed.map(({ network }) => network) };
}

/**
 * Checks the origin URL of an application, when it is saved and again for each request. Pure: what a name resolves to is
 * checked by `checkUpstreamAddresses`.
 *
 * http and https to names of the public internet. An address in place of a name, a name of a private network, and a port of
 * a service that is not HTTP are for tenants whom the operator has allowed a network; the sandbox allows loopback. What is
 * our own is refused to everybody; the caller knows the hostnames that are connected here.
 */
export function checkUpstream(origin: string, rules: AddressRules): CheckedUpstream {
  if (!URL.canParse(origin)) return refuseUpstream("invalid_url");
  const url = new URL(origin);
  if (url.protocol !== "http:" && url.protocol !== "https:") return refuseUpstream("invalid_url");
  if (url.username !== "" || url.password !== "") return refuseUpstream("invalid_url");
  const scheme = url.protocol === "https:" ? "https" : "http";
  const port = portOf(url);
  if (isIP(hostOf(url)) !== 0) return checkAddress({ scheme, host: hostOf(url), port }, rules);
  const host = normaliseName(hostOf(url));
  // URLs allow more, such as braces and asterisks, and this name goes into Caddy's configuration.
  if (!isEncodableName(host) || !/^[a-z0-9._-]+$/.test(host)) return refuseUpstream("host_not_allowed", host);
  if (isOwnName(host, rules.own)) return refuseUpstream("leads_to_edge", host);
  if (isLocalhostName(host)) return checkLocalhost({ scheme, host, port }, rules);
  const hasNetworks = rules.networks.length > 0;
  if (!hasNetworks && (!host.includes(".") || isPrivateName(host))) return refuseUpstream("host_not_allowed", host);
  if (!hasNetworks && isBlockedPort(port)) return refuseUpstream("port_not_allowed", String(port));
  return { ok: true, target: { scheme, host, port, addresses: null } };
}

/**
 * Checks what the target's name resolves to. One address that is not allowed refuses the whole set: a name that is public
 * and private at once is a mistake or an attack, and the outcome must not depend on the order of an answer. null: all are allowed.
 */
export function checkUpstreamAddresses(
  target: UpstreamTarget,
  addresses: readonly string[],
  rules: AddressRules,
): RefusedUpstream | null {
  for (const address of addresses) {
    const reason = checkTargetAddress(address, target.port, rules);
    if (reason !== null) return refuseAddress(target, reason);
  }
  return null;
}

/** True where a request would only come back to this edge. */
export function isLoop(reason: UpstreamRefusal): boolean {
  return reason === "leads_to_edge";
}

/** Public text, without an address: a tenant could read our network with it. */
export function refuseUpstream(reason: UpstreamRefusal, subject = ""): RefusedUpstream {
  return { ok: false, reason, message: messages[reason](subject) };
}

const messages: Record<UpstreamRefusal, (subject: string) => string> = {
  invalid_url: () => "Use the form https://origin.example.com: http or https, a host, and a port if you need one.",
  host_not_allowed: (host) =>
    `“${host}” is not a full hostname of the public internet. Use the public hostname of your server.`,
  address_not_allowed: (host) =>
    `“${host}” leads to an address that is not on the public internet. Use the public hostname of your server.`,
  port_not_allowed: (port) => `Port ${port} belongs to a service that does not speak HTTP. Use another port.`,
  leads_to_edge: (host) =>
    `“${host}” leads back to this edge, so that requests would go in a circle. Use the hostname of your own server.`,
  own_service: (host) =>
    `“${host}” with this port is a service of Latchkey itself. Use the address of your own server.`,
};

type Place = Omit<UpstreamTarget, "addresses">;

function checkAddress(place: Place, rules: AddressRules): CheckedUpstream {
  const canonical = canonicalAddress(place.host);
  if (canonical === null) return refuseUpstream("invalid_url");
  const reason = checkTargetAddress(place.host, place.port, rules);
  if (reason !== null) return refuseAddress(place, reason);
  // A certificate proves the name of an origin; a public address that anyone may hold proves nothing.
  const isUnnamed = isPublicAddress(canonical) && !isInAllowedNetwork(canonical, rules.networks);
  if (isUnnamed) return refuseUpstream("host_not_allowed", place.host);
  return { ok: true, target: { ...place, addresses: [canonical] } };
}

/** Never looked up, because it means this machine (RFC 6761, section 6.3). */
function checkLocalhost(place: Place, rules: AddressRules): CheckedUpstream {
  const checked = ["127.0.0.1", "::1"].map((address) => ({
    address,
    reason: checkTargetAddress(address, place.port, rules),
  }));
  if (checked.some(({ reason }) => reason === "own_service")) return refuseUpstream("own_service", place.host);
  const allowed = checked.filter(({ reason }) => reason === null).map(({ address }) => address);
  if (allowed.length === 0) return refuseUpstream("host_not_allowed", place.host);
  return { ok: true, target: { ...place, addresses: allowed } };
}

function isOwnName(host: string, { edgeHostname, appHostname }: OwnPlaces): boolean {
  return (edgeHostname !== null && isEqualOrBelow(host, edgeHostname)) || host === appHostname;
}

function refuseAddress({ host, port }: Place, reason: AddressRefusal): RefusedUpstream {
  return refuseUpstream(reason, reason === "port_not_allowed" ? String(port) : host);
}
