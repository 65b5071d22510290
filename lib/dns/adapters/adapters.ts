import type { Adapter } from "@/lib/dns/adapters/adapter";
import { powerdns } from "@/lib/dns/adapters/powerdns";
import { rfc2136 } from "@/lib/dns/adapters/rfc2136";

/** Every adapter, in the order in which people are offered them. */
export const adapters: readonly Adapter[] = [powerdns, rfc2136];

export function findAdapter(provider: string): Adapter | null {
  return adapters.find(({ facts }) => facts.provider === provider) ?? null;
}
