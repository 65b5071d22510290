import type { Adapter } from "@/lib/dns/adapters/adapter";
import { azure_dns } from "@/lib/dns/adapters/azure-dns";
import { cloudflare } from "@/lib/dns/adapters/cloudflare";
import { desec } from "@/lib/dns/adapters/desec";
import { digitalocean } from "@/lib/dns/adapters/digitalocean";
import { dnsimple } from "@/lib/dns/adapters/dnsimple";
import { gandi } from "@/lib/dns/adapters/gandi";
import { godaddy } from "@/lib/dns/adapters/godaddy";
import { google_cloud_dns } from "@/lib/dns/adapters/google-cloud-dns";
import { hetzner } from "@/lib/dns/adapters/hetzner";
import { ionos } from "@/lib/dns/adapters/ionos";
import { linode } from "@/lib/dns/adapters/linode";
import { name_com } from "@/lib/dns/adapters/name-com";
import { namecheap } from "@/lib/dns/adapters/namecheap";
import { netlify } from "@/lib/dns/adapters/netlify";
import { ovh } from "@/lib/dns/adapters/ovh";
import { porkbun } from "@/lib/dns/adapters/porkbun";
import { powerdns } from "@/lib/dns/adapters/powerdns";
import { rfc2136 } from "@/lib/dns/adapters/rfc2136";
import { route53 } from "@/lib/dns/adapters/route53";
import { vercel } from "@/lib/dns/adapters/vercel";
import { vultr } from "@/lib/dns/adapters/vultr";

/** Every adapter, in the order in which people are offered them. */
export const adapters: readonly Adapter[] = [
  cloudflare,
  route53,
  google_cloud_dns,
  azure_dns,
  godaddy,
  namecheap,
  digitalocean,
  vercel,
  netlify,
  dnsimple,
  porkbun,
  name_com,
  gandi,
  hetzner,
  ionos,
  ovh,
  linode,
  vultr,
  desec,
  powerdns,
  rfc2136,
];

export function findAdapter(provider: string): Adapter | null {
  return adapters.find(({ facts }) => facts.provider === provider) ?? null;
}
