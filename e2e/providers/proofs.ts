/** What each adapter was run against: the server's own software, or our stand-in and the client of others that works there. */
export const proofs: Readonly<Record<string, string>> = {
  cloudflare: "stand-in, where dns-lexicon works",
  digitalocean: "stand-in, where dns-lexicon works",
  vercel: "stand-in, where dns-lexicon works, but for its own fault in changing a CNAME record",
  dnsimple: "stand-in, where dns-lexicon works",
  linode: "stand-in, where dns-lexicon works",
  netlify: "stand-in, not proved: lego 4.25.2 creates and deletes a TXT record there, run by hand on 2026-11-28",
  porkbun: "stand-in, where dns-lexicon works",
  vultr: "stand-in, where dns-lexicon works",
  name_com: "stand-in, where dns-lexicon works",
  ionos: "stand-in, where dns-lexicon works",
  ovh: "stand-in, where dns-lexicon works",
  namecheap: "stand-in, where dns-lexicon works, but for its own fault in changing a record",
};
