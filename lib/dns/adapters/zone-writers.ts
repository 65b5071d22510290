import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { Adapter, AdapterFacts, Credential, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { findAdapter } from "@/lib/dns/adapters/adapters";
import { createProviderHttp } from "@/lib/dns/adapters/create-provider-http";
import { guardWriter } from "@/lib/dns/adapters/guard-writer";
import type { ProviderDns } from "@/lib/dns/adapters/provider-dns";
import type { ProviderHttp } from "@/lib/dns/adapters/provider-http";
import { normaliseName } from "@/lib/dns/domain-name";
import { resolverFor } from "@/lib/dns/on-behalf";
import type { DnsResolver } from "@/lib/dns/resolver";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";
import type { OutboundHttp } from "@/lib/platform/outbound/outbound-http";

/** Opens accounts at DNS providers on behalf of tenants. */
export type ZoneWriters = {
  /** @throws ProviderFault credential_invalid, credential_retired: seen from the fields alone */
  open(input: { tenantId: string; provider: string; credential: Credential }): ZoneWriter;
};

export type ZoneWritersOptions = {
  now(): Date;
  outbound: Pick<OutboundHttp, "send">;
  dns: ProviderDns;
  resolver: DnsResolver;
  /** In place of the providers' own URLs, by provider: the sandbox and tests. */
  baseUrls?: Readonly<Record<string, string>>;
  /** Reports what an adapter threw beside its faults: a defect of ours. Without parts of the credential. */
  onDefect(provider: string, text: string): void;
  find?(provider: string): Adapter | null;
};

const sleep = (ms: number) => wait(ms);

/** As many clients as this process has used lately. One that is dropped forgets what it counted. */
const maxClients = 2_000;

export function createZoneWriters(options: ZoneWritersOptions): ZoneWriters {
  const clients = new LRUCache<string, ProviderHttp>({ max: maxClients });
  const { now, outbound, dns } = options;
  const find = options.find ?? findAdapter;

  return {
    open({ tenantId, provider, credential }) {
      const adapter = find(provider);
      if (adapter === null) {
        throw new ProviderFault("provider_unavailable", { said: `Latchkey has no adapter for ${provider}.` });
      }
      return guardWriter(
        () =>
          adapter.connect(credential, {
            http: clientOf(tenantId, adapter.facts, credential),
            dns,
            now,
            sleep,
            delegatedNameservers: (zone) => findDelegation(resolverFor(options.resolver, tenantId), zone),
            baseUrl: options.baseUrls?.[provider],
          }),
        { credential, fields: adapter.facts.fields, onDefect: (text) => options.onDefect(provider, text) },
      );
    },
  };

  /** One for each credential: its calls are paced together, whichever verb makes them. */
  function clientOf(tenantId: string, facts: AdapterFacts, credential: Credential): ProviderHttp {
    const fields = JSON.stringify(Object.entries(credential).sort());
    const key = createHash("sha256").update(`${tenantId}\n${facts.provider}\n${fields}`).digest("base64");
    const client = clients.get(key) ?? createProviderHttp({ outbound, tenantId, rate: facts.rate, now, sleep });
    clients.set(key, client);
    return client;
  }
}

/** As the zone above delegates it; null: not known. */
async function findDelegation(resolver: DnsResolver, zone: string): Promise<readonly string[] | null> {
  const { delegation } = await resolver.ask(zone, "NS");
  const parent = delegation.kind === "ok" ? (delegation.sets?.parent ?? []) : [];
  return parent.length === 0 ? null : parent.map(normaliseName);
}
