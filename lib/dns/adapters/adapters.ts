import type { Adapter } from "@/lib/dns/adapters/adapter";
import { cloudflare } from "@/lib/dns/adapters/cloudflare";
import { digitalocean } from "@/lib/dns/adapters/digitalocean";
import { dnsimple } from "@/lib/dns/adapters/dnsimple";
import { ionos } from "@/lib/dns/adapters/ionos";
import { linode } from "@/lib/dns/adapters/linode";
import { name_com } from "@/lib/dns/adapters/name-com";
import { namecheap } from "@/lib/dns/adapters/namecheap";
import { netlify } from "@/lib/dns/adapters/netlify";
import { ovh } from "@/lib/dns/adapters/ovh";
import { porkbun } from "@/lib/dns/adapters/porkbun";
import { vercel } from "@/lib/dns/adapters/vercel";
import { vultr } from "@/lib/dns/adapters/vultr";

/** Every adapter, in the order in which people are offered them. */
export const adapters: readonly Adapter[] = [
  cloudflare,
  digitalocean,
  vercel,
  dnsimple,
  linode,
  netlify,
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
