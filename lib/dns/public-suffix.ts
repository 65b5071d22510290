import { parse as parseSuffix } from "tldts";
import { isEqualOrBelow } from "@/lib/dns/domain-name";

/** The domain below the registry's suffix (`acme.co.uk`, `github.io`); null for a suffix and above. */
export function registeredDomain(name: string): string | null {
  return parseSuffix(name, suffixOptions).domain;
}

/** The domain that one party holds, also below a company's own suffix (`acme.github.io`); null for a suffix and above. */
export function heldDomain(name: string): string | null {
  return parseSuffix(name, { ...suffixOptions, allowPrivateDomains: true }).domain;
}

/** True for what a registrar can have sold: a domain below a registry's suffix, or below a company's own. */
export function isRegistrable(name: string): boolean {
  return registeredDomain(name) === name || heldDomain(name) === name;
}

/** The zone as the holder of `name` knows it: nobody can be asked to change a public suffix, a top-level domain, or the root. */
export function heldZone(zone: string, name: string): string {
  const held = heldDomain(name);
  return held === null || isEqualOrBelow(zone, held) ? zone : held;
}

const suffixOptions = { extractHostname: false, validateHostname: false, detectIp: false } as const;
