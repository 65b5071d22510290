import {
  apexAddresses,
  apexProof,
  challengeLabel,
  healthy,
  healthyApex,
  pointer,
  proof,
  type ZooCase,
} from "@/e2e/failure-zoo/zoo-case";

const records = [proof, pointer];
const zoneOfItsOwn = ["@ A 203.0.113.10", "@ A 203.0.113.11", `${challengeLabel} TXT "{token}"`];

/** Moves between providers and platforms: delegations, signatures, caches and CAA records that stay behind. */
export const moveCases: ZooCase[] = [
  {
    name: "subdomain-at-a-silent-provider",
    story: "shop is delegated to a provider whose servers never answer.",
    broken: { records: [], below: { shop: ["silent"] } },
    expected: { first: "nameservers-unreachable" },
    fixed: healthy,
  },
  {
    name: "subdomain-at-a-failing-provider",
    story: "shop is delegated to a server that is gone, and to one that refuses.",
    broken: { records: [], below: { shop: ["closed", "refusing"] } },
    expected: { first: "delegation-lame", or: ["nameservers-unreachable"] },
    fixed: healthy,
  },
  {
    name: "zone-of-its-own-without-the-address",
    story: "shop is a zone of its own that has the TXT record and no address.",
    broken: { records: [], zonesBelow: { shop: { records: [`${challengeLabel} TXT "{token}"`] } } },
    // No CNAME is allowed at the top of a zone, so the addresses are required.
    expected: { first: "cname-at-apex", or: ["address-missing"], record: "add @ A 203.0.113.10" },
    fixed: { records: [], zonesBelow: { shop: { records: zoneOfItsOwn } } },
  },
  {
    name: "zone-of-its-own-with-the-former-address",
    story: "shop is a zone of its own at another provider, and has the former host's address.",
    broken: {
      records: [],
      zonesBelow: {
        shop: { records: ["@ A 198.51.100.7", `${challengeLabel} TXT "{token}"`], nameservers: ["lagging"] },
      },
    },
    expected: { first: "cname-at-apex", also: ["address-foreign"] },
    fixed: { records: [], zonesBelow: { shop: { records: zoneOfItsOwn, nameservers: ["lagging"] } } },
  },
  {
    name: "one-nameserver-of-a-subdomain-gone",
    story: "shop is a zone of its own, and one of its two nameservers is gone.",
    broken: { records: [], zonesBelow: { shop: { records: zoneOfItsOwn, nameservers: ["lagging", "closed"] } } },
    expected: { first: "nameservers-partly-failing", severity: "warning" },
    fixed: { records: [], zonesBelow: { shop: { records: zoneOfItsOwn, nameservers: ["lagging"] } } },
  },
  {
    name: "two-nameservers-of-three-gone",
    story: "Of three nameservers, one refuses and one never answers.",
    broken: { records, nameservers: ["first", "refusing", "silent"] },
    expected: { first: "nameservers-partly-failing", severity: "warning" },
    fixed: healthy,
  },
  {
    name: "wildcard-zone-at-the-new-provider",
    story: "The domain moved to a provider that answers every name with its own website.",
    broken: { records: ["@ A 198.51.100.8", "* A 198.51.100.8", '* TXT "v=spf1 -all"'] },
    expected: { first: "wildcard-hides-challenge", also: ["wildcard-hides-record"] },
    fixed: { records: [...records, "@ A 198.51.100.8", "* A 198.51.100.8", '* TXT "v=spf1 -all"'] },
  },
  {
    name: "signatures-expired-at-an-apex",
    story: "The signatures of a domain whose apex is connected have expired.",
    host: "@",
    broken: { records: [apexProof, ...apexAddresses], signing: "expired" },
    expected: { first: "dnssec-broken" },
    fixed: { records: [apexProof, ...apexAddresses], signing: "valid" },
  },
  {
    name: "signed-and-txt-missing",
    story: "A signed zone lacks the TXT record.",
    broken: { records: [pointer], signing: "valid" },
    expected: { first: "txt-missing" },
    fixed: { records, signing: "valid" },
  },
  {
    name: "signed-wildcard-in-place-of-the-txt",
    story: "A wildcard of a signed zone answers for the challenge name.",
    broken: { records: [pointer, '*.shop TXT "v=spf1 -all"'], signing: "valid" },
    expected: { first: "wildcard-hides-challenge" },
    fixed: { records: [...records, '*.shop TXT "v=spf1 -all"'], signing: "valid" },
  },
  {
    name: "ds-of-another-key-at-an-apex",
    story: "The new provider signs with another key, and the apex is connected.",
    host: "@",
    broken: { records: [apexProof, ...apexAddresses], signing: "other-key" },
    expected: { first: "dnssec-broken" },
    fixed: { records: [apexProof, ...apexAddresses], signing: "valid" },
  },
  {
    name: "caa-with-a-malformed-parameter",
    story: "A parameter without a value makes the CAA record malformed, and a CA reads it as a ban on all.",
    broken: { records: [...records, '@ CAA 0 issue "letsencrypt.org; foo"'], handshake: "refused" },
    expected: { first: "caa-forbids" },
    fixed: { records: [...records, '@ CAA 0 issue "letsencrypt.org; foo=bar"'] },
  },
  {
    name: "caa-with-a-url",
    story: "The CA's website was entered instead of its name.",
    broken: { records: [...records, '@ CAA 0 issue "https://letsencrypt.org"'], handshake: "refused" },
    expected: { first: "caa-forbids" },
    fixed: { records: [...records, '@ CAA 0 issue "letsencrypt.org"'] },
  },
  {
    name: "caa-with-an-empty-value",
    story: "The CAA record was saved without a CA.",
    broken: { records: [...records, '@ CAA 0 issue ""'], handshake: "refused" },
    expected: { first: "caa-forbids" },
    // Without issue or issuewild, nothing is restricted.
    fixed: { records: [...records, '@ CAA 0 iodef "mailto:security@example.com"'] },
  },
  {
    name: "caa-of-the-hostnames-own-zone",
    story: "The domain allows our CA, and the hostname's own zone forbids it.",
    broken: {
      records: ['@ CAA 0 issue "letsencrypt.org"'],
      zonesBelow: { shop: { records: [...zoneOfItsOwn, '@ CAA 0 issue "sectigo.com"'] } },
      handshake: "refused",
    },
    expected: { first: "caa-forbids" },
    fixed: {
      records: ['@ CAA 0 issue "sectigo.com"'],
      zonesBelow: { shop: { records: [...zoneOfItsOwn, '@ CAA 0 issue "letsencrypt.org"'] } },
    },
  },
  {
    name: "apex-address-old-in-caches",
    story: "The apex points to us, and resolvers cache the former host's address for a day.",
    host: "@",
    broken: {
      records: [apexProof, "@ 86400 A 198.51.100.7"],
      asked: ["@ A"],
      changes: ["delete @ A 198.51.100.7", "add @ 60 A 203.0.113.10", "add @ 60 A 203.0.113.11"],
    },
    expected: { first: "old-answer-cached", severity: "info" },
    fixed: healthyApex,
  },
  {
    name: "drifted-behind-a-cdn",
    story: "A live domain was put behind a CDN that does not forward visitors to us.",
    broken: {
      records,
      changes: ["delete shop CNAME", "add shop 60 A 104.16.132.229", "add shop 60 A 104.16.133.229"],
    },
    expected: { first: "proxied-by-cdn", record: "change shop CNAME {edge}" },
    fixed: { records },
  },
  {
    name: "drifted-to-a-home-network",
    story: "A live domain now has a private address.",
    broken: { records, changes: ["delete shop CNAME", "add shop 60 A 192.168.1.20"] },
    expected: { first: "records-drifted", also: ["address-private"] },
    fixed: { records },
  },
  {
    name: "drifted-to-the-wildcard",
    story: "All records of a live hostname were deleted, and a wildcard answers for it.",
    broken: {
      records: [...records, "* A 198.51.100.8"],
      changes: ["delete shop CNAME", `delete ${challengeLabel}.shop TXT`],
    },
    expected: { first: "records-drifted", or: ["wildcard-hides-record"], record: "add shop CNAME {edge}" },
    fixed: { records: [...records, "* A 198.51.100.8"], changes: [`delete ${challengeLabel}.shop TXT`] },
  },
  {
    name: "drifted-apex-without-addresses",
    story: "Both addresses of a live apex were deleted.",
    host: "@",
    broken: { records: [apexProof, ...apexAddresses], changes: ["delete @ A"] },
    expected: { first: "records-drifted" },
    fixed: healthyApex,
  },
  {
    name: "drifted-to-a-deleted-name",
    story: "A live domain is now an alias of a name that does not exist.",
    broken: { records, changes: ["delete shop CNAME", "add shop 60 CNAME gone.{zone}."] },
    expected: { first: "records-drifted", also: ["cname-target-missing"] },
    fixed: { records },
  },
];
