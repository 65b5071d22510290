import type { Page } from "@/lib/db/pagination";
import { type Provider, providers } from "@/lib/dns/providers/catalog";
import type { ListProvidersInput, ProviderResource } from "@/lib/dns/providers/schema";

/** The whole catalog in one page: it is bounded, the same for everybody, and asks nothing of a context. */
export async function listProviders(_ctx: object, _input: ListProvidersInput): Promise<Page<ProviderResource>> {
  return { data: providers.map(toProviderResource), nextCursor: null };
}

function toProviderResource(provider: Provider): ProviderResource {
  const { key, name, capabilities, dnsPageUrl, hostLabelStyle, notes } = provider;
  return { key, name, capabilities, dnsPageUrl, hostLabelStyle, notes };
}
