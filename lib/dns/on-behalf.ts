import type { RecursiveDns } from "@/lib/dns/recursive";
import type { DnsResolver } from "@/lib/dns/resolver";

/** The same resolver, whose look-ups count toward the tenant's share. Of two tenants, the one bound last counts. */
export function resolverFor(resolver: DnsResolver, tenantId: string): DnsResolver {
  return { ask: (name, type, options) => resolver.ask(name, type, { tenantId, ...options }) };
}

export function recursiveFor(recursive: RecursiveDns, tenantId: string): RecursiveDns {
  return {
    ask: (name, type, options) => recursive.ask(name, type, { tenantId, ...options }),
    refer: (zone, options) => recursive.refer(zone, { tenantId, ...options }),
  };
}
