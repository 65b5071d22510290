import type { Adapter } from "@/lib/dns/adapters/adapter";
import { ionos } from "@/lib/dns/adapters/ionos";
import { name_com } from "@/lib/dns/adapters/name-com";
import { namecheap } from "@/lib/dns/adapters/namecheap";
import { ovh } from "@/lib/dns/adapters/ovh";
import { porkbun } from "@/lib/dns/adapters/porkbun";
import { vultr } from "@/lib/dns/adapters/vultr";

/** Every adapter, in the order in which people are offered them. */
export const adapters: readonly Adapter[] = [porkbun, vultr, name_com, ionos, ovh, namecheap];

export function findAdapter(provider: string): Adapter | null {
  return adapters.find(({ facts }) => facts.provider === provider) ?? null;
}
