import type { Provider } from "@/lib/dns/providers/catalog";

/** The DNS page of one zone. */
export function dnsPageOf(provider: Provider, zone: string): string {
  return provider.dnsPageUrl.replaceAll("{domain}", encodeURIComponent(zone));
}
