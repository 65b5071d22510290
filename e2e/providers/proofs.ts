/** What each adapter was run against: the server's own software, or our stand-in and the client of others that works there. */
export const proofs: Readonly<Record<string, string>> = {
  porkbun: "stand-in, where dns-lexicon works",
  vultr: "stand-in, where dns-lexicon works",
  name_com: "stand-in, where dns-lexicon works",
  ionos: "stand-in, where dns-lexicon works",
  ovh: "stand-in, where dns-lexicon works",
  namecheap: "stand-in, where dns-lexicon works, but for its own fault in changing a record",
};
