import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import type { Adapter, AdapterFacts, Credential, ZoneWriter } from "@/lib/dns/adapters/adapter";
import { findAdapter } from "@/lib/dns/adapters/adapters";
import { guardWriter } from "@/lib/dns/adapters/guard-writer";
import type { ProviderHttp } from "@/lib/dns/adapters/provider-http";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

/** Opens accounts at DNS providers on behalf of tenants. */
export type ZoneWriters = {
  /** @throws ProviderFault credential_invalid, credential_retired: seen from the fields alone */
  open(input: { tenantId: string; provider: string; credential: Credential }): ZoneWriter;
};

export type ZoneWritersOptions = {
  now(): Date;
  /** The guarded client of one credential: it counts against the provider's rate for as long as it lives. */
  http(input: { tenantId: string; facts: AdapterFacts }): ProviderHttp;
  /** In place of the providers' own URLs, by provider: the sandbox and tests. */
  baseUrls?: Readonly<Record<string, string>>;
  /** Reports what an adapter threw beside its faults: a defect of ours. Without parts of the credential. */
  onDefect(provider: string, text: string): void;
  find?(provider: string): Adapter | null;
};

/** As many clients as this process has used lately. One that is dropped forgets what it counted. */
const maxClients = 2_000;

export function createZoneWriters(options: ZoneWritersOptions): ZoneWriters {
  const clients = new LRUCache<string, ProviderHttp>({ max: maxClients });
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
            now: options.now,
            sleep: (ms) => wait(ms),
            baseUrl: options.baseUrls?.[provider],
          }),
        { credential, fields: adapter.facts.fields, onDefect: (text) => options.onDefect(provider, text) },
      );
    },
  };

  /** One for each credential: the provider counts its calls together, whichever verb makes them. */
  function clientOf(tenantId: string, facts: AdapterFacts, credential: Credential): ProviderHttp {
    const fields = JSON.stringify(Object.entries(credential).sort());
    const key = createHash("sha256").update(`${tenantId}\n${facts.provider}\n${fields}`).digest("base64");
    const client = clients.get(key) ?? options.http({ tenantId, facts });
    clients.set(key, client);
    return client;
  }
}
