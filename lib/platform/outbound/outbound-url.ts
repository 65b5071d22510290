import { isIP } from "node:net";
import { isEncodableName, isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import { isLoopbackAddress, isPublicAddress } from "@/lib/kernel/public-address";

/** Why a request is not sent; stable. The `message` beside it is public text. */
export type OutboundRefusal =
  | "invalid_url"
  | "url_too_long"
  | "scheme_not_allowed"
  | "credentials_in_url"
  | "host_not_allowed"
  | "address_not_allowed"
  | "port_not_allowed"
  | "invalid_request";

export type Refused = { ok: false; reason: OutboundRefusal; message: string };
export type CheckedUrl = { ok: true; url: URL } | Refused;

/** Characters, in the form that was given and in the form that is sent. */
export const maxUrlLength = 2_048;

/**
 * Checks a URL that a tenant set, when it is saved and again before each use. Pure: what the name resolves to is checked by
 * the client. The returned URL is the one to send to: WHATWG form (127.1, 0x7f.1 and 2130706433 all become 127.0.0.1),
 * without the dot of the root.
 *
 * Only https to a hostname is accepted, because a certificate proves the name. In the sandbox
 * (`allowLoopback`) loopback addresses and `localhost` may be used too, on any port, and http may be used; the client then
 * insists that http stays on loopback.
 *
 * Ports: any but those of well-known services that are not HTTP. They are the "bad ports" of the Fetch standard, which no
 * browser connects to, and those of common databases and remote desktops.
 */
export function checkOutboundUrl(url: string, { allowLoopback }: { allowLoopback: boolean }): CheckedUrl {
  if (url.length > maxUrlLength) return tooLong;
  // The parser would silently drop tabs and line ends, and take a backslash for a slash.
  if (/[\p{Cc}\s\\]/u.test(url)) {
    return refuse("invalid_url", "The URL contains a space, a control character or a backslash. Remove it.");
  }
  if (!URL.canParse(url)) {
    return refuse("invalid_url", "This is not a URL. Use the form https://hooks.example.com/path.");
  }
  const parsed = new URL(url);
  parsed.hash = "";
  if (parsed.href.length > maxUrlLength) return tooLong;
  if (parsed.protocol !== "https:" && !(allowLoopback && parsed.protocol === "http:")) {
    return refuse("scheme_not_allowed", "Use an https:// URL.");
  }
  if (parsed.username !== "" || parsed.password !== "") {
    return refuse("credentials_in_url", "Remove the user name and password from the URL.");
  }
  return checkHost(parsed, allowLoopback);
}

/** True for a name that must not be looked up, because it means this machine (RFC 6761, section 6.3). Normalised. */
export function isLocalhostName(hostname: string): boolean {
  return isEqualOrBelow(hostname, "localhost");
}

function checkHost(url: URL, allowLoopback: boolean): CheckedUrl {
  const hostname = hostOf(url);
  if (isIP(hostname) !== 0) {
    if (isLoopbackAddress(hostname) && allowLoopback) return { ok: true, url };
    return isPublicAddress(hostname)
      ? refuse("host_not_allowed", "Use a hostname instead of an IP address.")
      : refuse("address_not_allowed", "This address is not on the public internet.");
  }
  const name = normaliseName(hostname);
  if (isLocalhostName(name) && allowLoopback) return { ok: true, url };
  if (!isEncodableName(name) || !name.includes(".")) {
    return refuse("host_not_allowed", "Use a full hostname such as hooks.example.com.");
  }
  if (isPrivateName(name)) return refuse("host_not_allowed", `“${name}” is not a name of the public internet.`);
  if (isBlockedPort(portOf(url))) {
    return refuse(
      "port_not_allowed",
      `Port ${url.port} belongs to a service that does not speak HTTP. Use another port.`,
    );
  }
  url.hostname = name;
  return { ok: true, url };
}

/** The host as DNS and sockets write it: IPv6 without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
}

/** The port that a connection goes to. */
export function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

/** True for a name that only a private network answers for. Normalised. */
export function isPrivateName(name: string): boolean {
  return privateSuffixes.some((suffix) => isEqualOrBelow(name, suffix));
}

/** True for the port of a well-known service that is not HTTP. */
export function isBlockedPort(port: number): boolean {
  return blockedPorts.has(port);
}

function refuse(reason: OutboundRefusal, message: string): Refused {
  return { ok: false, reason, message };
}

const tooLong = refuse("url_too_long", `The URL is longer than ${maxUrlLength} characters.`);

/** RFC 6761, RFC 6762, RFC 7686, RFC 8375, and ICANN's reserved `internal`. */
const privateSuffixes = ["localhost", "localdomain", "local", "internal", "home.arpa", "onion"];

const blockedPorts: ReadonlySet<number> = new Set([
  // https://fetch.spec.whatwg.org/#port-blocking
  ...[0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109],
  ...[110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530],
  ...[531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190],
  ...[5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080],
  // SMB, SQL Server, Oracle, MySQL, remote desktop, PostgreSQL, VNC, Redis, memcached, MongoDB.
  ...[445, 1433, 1521, 3306, 3389, 5432, 5900, 6379, 11211, 27017],
]);
