import { parse } from "tldts";

export type HostnameSuffix = {
  /** `reserved`: a top-level domain that is in no public DNS. */
  kind: "known" | "reserved" | "unknown";
  /** null for a name that is a public suffix itself. */
  registrableDomain: string | null;
};

const options = {
  allowPrivateDomains: true,
  extractHostname: false,
  validateHostname: false,
  detectIp: false,
  mixedInputs: false,
} as const;

// RFC 2606, 6761, 6762, 7686, 8375, 9476 and ICANN's "internal". All of arpa is infrastructure, home.arpa included.
const reservedTlds: ReadonlySet<string> = new Set([
  "alt",
  "arpa",
  "example",
  "internal",
  "invalid",
  "local",
  "localhost",
  "onion",
  "test",
]);

/** By the Public Suffix List. @param hostname in lower-case A-labels, without a dot at its end */
export function findSuffix(hostname: string): HostnameSuffix {
  const suffix = parse(hostname, options);
  const known = suffix.isIcann === true || suffix.isPrivate === true;
  const isReserved = reservedTlds.has(hostname.slice(hostname.lastIndexOf(".") + 1));
  return { kind: isReserved ? "reserved" : known ? "known" : "unknown", registrableDomain: suffix.domain };
}
