import type { Page } from "@/lib/db/pagination";
import { findAdapter } from "@/lib/dns/adapters/adapters";
import { type Provider, providers } from "@/lib/dns/providers/catalog";
import type { CredentialFacts, ListProvidersInput, ProviderResource } from "@/lib/dns/providers/schema";

/** The whole catalog in one page: it is bounded, the same for everybody, and asks nothing of a context. */
export async function listProviders(_ctx: object, _input: ListProvidersInput): Promise<Page<ProviderResource>> {
  return { data: providers.map(toProviderResource), nextCursor: null };
}

function toProviderResource(provider: Provider): ProviderResource {
  const { key, name, capabilities, dnsPageUrl, hostLabelStyle, notes } = provider;
  const credential = credentialOf(key);
  return {
    key,
    name,
    capabilities: { ...capabilities, autoWrite: credential !== null },
    dnsPageUrl,
    hostLabelStyle,
    notes,
    credential,
  };
}

/** null: there is no adapter, so that records are published by hand. */
function credentialOf(key: string): CredentialFacts | null {
  const facts = findAdapter(key)?.facts;
  if (facts === undefined) return null;
  const { tokenUrl, permissions, gates, minTtl, publishedAfterSeconds, checkedAt } = facts;
  return {
    fields: facts.fields.map(({ name, label, help, secret, required, placeholder }) => {
      return { name, label, help, secret, required, placeholder };
    }),
    tokenUrl,
    permissions,
    gates: gates.map(({ code, text, url }) => ({ code, text, url })),
    minTtl,
    publishedAfterSeconds,
    checkedAt,
  };
}
