import type { SetupRecommendation } from "@/lib/connections/domains/schema";
import type { EdgeTarget } from "@/lib/dns/compare-records";
import type { Provider } from "@/lib/dns/providers/catalog";

export type SetupSubject = {
  hostname: string;
  /** The hostname is the top of its zone, which cannot have a CNAME (RFC 1034, section 3.6.2). */
  isZoneTop: boolean;
  /** The records come from a template of the application. */
  hasTemplate: boolean;
};

/** The best way to point the hostname at the edge. Pure. */
export function recommendSetup(
  { hostname, isZoneTop, hasTemplate }: SetupSubject,
  edge: EdgeTarget,
  provider: Provider | null,
): SetupRecommendation {
  if (hasTemplate) return { code: "template", text: "Publish the records of this application's template." };
  if (!isZoneTop) return { code: "cname", text: `Publish a CNAME at ${hostname} that points to ${edge.hostname}.` };
  const addresses = edge.addresses.join(" and ");
  if (provider?.capabilities.apexFlattening) {
    const text = `${hostname} cannot have a CNAME, but ${provider.name} can point it to ${edge.hostname} (ALIAS, ANAME or a flattened CNAME), and then follows when our addresses change. Address records for ${addresses} do as well.`;
    return { code: "apex_flattening", text };
  }
  const text = `${hostname} cannot have a CNAME: publish address records for ${addresses}.`;
  return { code: "apex_addresses", text };
}
