import type { Adapter } from "@/lib/dns/adapters/adapter";
import { azure_dns } from "@/lib/dns/adapters/azure-dns";
import { desec } from "@/lib/dns/adapters/desec";
import { gandi } from "@/lib/dns/adapters/gandi";
import { godaddy } from "@/lib/dns/adapters/godaddy";
import { google_cloud_dns } from "@/lib/dns/adapters/google-cloud-dns";
import { hetzner } from "@/lib/dns/adapters/hetzner";
import { ionos } from "@/lib/dns/adapters/ionos";
import { name_com } from "@/lib/dns/adapters/name-com";
import { namecheap } from "@/lib/dns/adapters/namecheap";
import { ovh } from "@/lib/dns/adapters/ovh";
import { porkbun } from "@/lib/dns/adapters/porkbun";
import { route53 } from "@/lib/dns/adapters/route53";
import { vultr } from "@/lib/dns/adapters/vultr";

/** Every adapter, in the order in which people are offered them. */
export const adapters: readonly Adapter[] = [
  route53,
  google_cloud_dns,
  azure_dns,
  godaddy,
  gandi,
  hetzner,
  desec,
  porkbun,
  vultr,
  name_com,
  ionos,
  ovh,
  namecheap,
];

export function findAdapter(provider: string): Adapter | null {
  return adapters.find(({ facts }) => facts.provider === provider) ?? null;
}
