/** What each adapter was run against: the server's own software, or our stand-in and the client of others that works there. */
export const proofs: Readonly<Record<string, string>> = {
  porkbun: "stand-in, where dns-lexicon works",
  vultr: "stand-in, where dns-lexicon works",
  name_com: "stand-in, where dns-lexicon works",
  ionos: "stand-in, where dns-lexicon works",
  ovh: "stand-in, where dns-lexicon works",
  namecheap: "stand-in, where dns-lexicon works, but for its own fault in changing a record",
  gandi: "stand-in, where dns-lexicon works",
  desec: "stand-in, where dns-lexicon works",
  hetzner: "stand-in, where dns-lexicon works",
  godaddy:
    "stand-in, where dns-lexicon works (keys), and certbot-dns-godaddy-v3 (tokens: TXT records only, nobody's client does more there yet)",
  google_cloud_dns: "stand-in, where dns-lexicon works",
  azure_dns: "stand-in, where dns-lexicon works",
  route53: "moto, a Route 53 that others wrote; signatures as botocore makes them",
};
