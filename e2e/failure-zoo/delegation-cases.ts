import { healthy, pointer, proof, type ZooCase } from "@/e2e/failure-zoo/zoo-case";

const records = [proof, pointer];

/** Who speaks for the zone. Its records are right in all of them. */
export const delegationCases: ZooCase[] = [
  {
    name: "domain-not-registered",
    story: "The domain was never registered, or has expired.",
    broken: { records, registry: "absent" },
    expected: { first: "domain-does-not-exist" },
    mended: healthy,
  },
  {
    name: "domain-without-nameservers",
    story: "The domain is registered, and no nameservers were set at the registrar.",
    broken: { records, registry: "parked" },
    expected: { first: "delegation-missing" },
    mended: healthy,
  },
  {
    name: "zone-not-created",
    story: "The registrar names a provider's nameservers, and the zone was never created there.",
    broken: { records, nameservers: ["stranger"] },
    expected: { first: "delegation-lame" },
    mended: healthy,
  },
  {
    name: "nameserver-is-a-resolver",
    story: "The registrar was given the address of a resolver, which is authoritative for nothing.",
    broken: { records, nameservers: ["recursive"] },
    expected: { first: "delegation-lame" },
    mended: healthy,
  },
  {
    name: "nameservers-silent",
    story: "Every nameserver takes questions and never answers.",
    broken: { records, nameservers: ["silent"] },
    expected: { first: "nameservers-unreachable" },
    mended: healthy,
  },
  {
    name: "nameservers-gone",
    story: "At the nameservers' addresses nobody listens any more.",
    broken: { records, nameservers: ["closed"] },
    expected: { first: "nameservers-unreachable" },
    mended: healthy,
  },
  {
    name: "nameservers-without-address",
    story: "The names of the nameservers are misspelt: they have no address.",
    broken: { records, nameservers: ["unnamed"] },
    expected: { first: "nameservers-unreachable" },
    mended: healthy,
  },
  {
    name: "zone-cannot-be-loaded",
    story: "The provider's nameserver has the zone and answers SERVFAIL, because it cannot load it.",
    broken: { records, nameservers: ["failing"] },
    expected: { first: "nameservers-unreachable" },
    mended: healthy,
  },
  {
    name: "one-nameserver-silent",
    story: "One of two nameservers never answers. The other one does, and all is published.",
    broken: { records, nameservers: ["first", "silent"] },
    expected: { first: "nameservers-partly-failing", severity: "warning" },
    mended: healthy,
  },
  {
    name: "one-nameserver-refuses",
    story: "After a move, one of the registrar's nameservers is still the former provider's, which refuses.",
    broken: { records, nameservers: ["first", "stranger"] },
    expected: { first: "nameservers-partly-failing", severity: "warning" },
    mended: healthy,
  },
  {
    name: "one-nameserver-cannot-load",
    story: "One of two nameservers answers SERVFAIL, because it cannot load the zone.",
    broken: { records, nameservers: ["first", "failing"] },
    expected: { first: "nameservers-partly-failing", severity: "warning" },
    mended: healthy,
  },
  {
    name: "subdomain-delegated-to-nobody",
    story: "shop is a zone of its own, and the nameservers that it names do not know it.",
    broken: { records: [], below: { shop: ["stranger"] } },
    expected: { first: "delegation-lame" },
    mended: healthy,
  },
];
