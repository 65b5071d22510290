const lexicon = "stand-in, where dns-lexicon works";

/** What each adapter was run against: the server's own software, or our stand-in and the client of others that works there. */
export const proofs: Readonly<Record<string, string>> = {
  cloudflare: lexicon,
  route53: "moto, a Route 53 that others wrote; signatures as botocore makes them",
  google_cloud_dns: lexicon,
  azure_dns: lexicon,
  godaddy:
    "stand-in, where dns-lexicon works (keys), and certbot-dns-godaddy-v3 (tokens: TXT records only, nobody's client does more there yet)",
  namecheap: "stand-in, where dns-lexicon works, but for its own fault in changing a record",
  digitalocean: lexicon,
  vercel: lexicon,
  netlify: "stand-in alone: no client of others was run against it, so take it as not proved",
  dnsimple: lexicon,
  porkbun: lexicon,
  name_com: lexicon,
  gandi: lexicon,
  hetzner: lexicon,
  ionos: lexicon,
  ovh: lexicon,
  linode: lexicon,
  vultr: lexicon,
  desec: lexicon,
  powerdns: "real server: PowerDNS",
  rfc2136: "real server: Knot DNS",
};
