import { isEqualOrBelow } from "@/lib/dns/domain-name";

/**
 * A record's host as the DNS provider's form takes it: relative to the zone with `@` for its top, or the full name where
 * the form wants that (`fqdn`). A name outside the zone stays full. Both names are normalised.
 */
export function hostInForm(fqdn: string, zone: string, style: "relative" | "fqdn" | null | undefined): string {
  if (style === "fqdn" || !isEqualOrBelow(fqdn, zone)) return fqdn;
  return fqdn === zone ? "@" : fqdn.slice(0, -zone.length - 1);
}
