import type { Adapter } from "@/lib/dns/adapters/adapter";
import { azureDns } from "@/lib/dns/adapters/azure-dns";
import { desec } from "@/lib/dns/adapters/desec";
import { gandi } from "@/lib/dns/adapters/gandi";
import { godaddy } from "@/lib/dns/adapters/godaddy";
import { googleCloudDns } from "@/lib/dns/adapters/google-cloud-dns";
import { hetzner } from "@/lib/dns/adapters/hetzner";
import { route53 } from "@/lib/dns/adapters/route53";

/** Every adapter, in the order in which people are offered them. */
export const adapters: readonly Adapter[] = [route53, googleCloudDns, azureDns, godaddy, gandi, hetzner, desec];

export function findAdapter(provider: string): Adapter | null {
  return adapters.find(({ facts }) => facts.provider === provider) ?? null;
}
