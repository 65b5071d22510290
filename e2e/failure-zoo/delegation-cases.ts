import { healthy, pointer, proof, type ZooCase } from "@/e2e/failure-zoo/zoo-case";

const records = [proof, pointer];

/** Problems of the delegation. The records of the zone are correct in all of them. */
export const delegationCases: ZooCase[] = [
  {
    name: "domain-not-registered",
    story: "The domain was never registered, or has expired.",
    broken: { records, registry: "absent" },
    expected: { first: "domain-does-not-exist" },
    fixed: healthy,
  },
  {
    name: "domain-without-nameservers",
    story: "The domain is registered, and the registrar has no nameservers for it.",
    broken: { records, registry: "parked" },
    expected: { first: "delegation-missing" },
    fixed: healthy,
  },
  {
    name: "zone-not-created",
    story: "The domain is delegated to a provider where the zone was never created.",
    broken: { records, nameservers: ["refusing"] },
    expected: { first: "delegation-lame" },
    fixed: healthy,
  },
  {
    name: "nameserver-is-a-resolver",
    story: "The domain is delegated to a resolver, which is not authoritative for anything.",
    broken: { records, nameservers: ["recursive"] },
    expected: { first: "delegation-lame" },
    fixed: healthy,
  },
  {
    name: "nameservers-silent",
    story: "Every nameserver receives queries and never answers.",
    broken: { records, nameservers: ["silent"] },
    expected: { first: "nameservers-unreachable" },
    fixed: healthy,
  },
  {
    name: "nameservers-gone",
    story: "Nothing listens at the nameservers' addresses.",
    broken: { records, nameservers: ["closed"] },
    expected: { first: "nameservers-unreachable" },
    fixed: healthy,
  },
  {
    name: "nameservers-without-address",
    story: "The nameservers' names are misspelt and have no address.",
    broken: { records, nameservers: ["unnamed"] },
    expected: { first: "nameservers-unreachable", or: ["delegation-missing"] },
    fixed: healthy,
  },
  {
    name: "zone-cannot-be-loaded",
    story: "The provider's nameserver cannot load the zone and answers SERVFAIL.",
    broken: { records, nameservers: ["failing"] },
    expected: { first: "nameservers-unreachable" },
    fixed: healthy,
  },
  {
    name: "one-nameserver-silent",
    story: "One of two nameservers never answers. The other one publishes everything.",
    broken: { records, nameservers: ["first", "silent"] },
    expected: { first: "nameservers-partly-failing", severity: "warning" },
    fixed: healthy,
  },
  {
    name: "one-nameserver-refuses",
    story: "After a move, the delegation still includes a nameserver of the former provider, which refuses.",
    broken: { records, nameservers: ["first", "refusing"] },
    expected: { first: "nameservers-partly-failing", severity: "warning" },
    fixed: healthy,
  },
  {
    name: "one-nameserver-cannot-load",
    story: "One of two nameservers cannot load the zone and answers SERVFAIL.",
    broken: { records, nameservers: ["first", "failing"] },
    expected: { first: "nameservers-partly-failing", severity: "warning" },
    fixed: healthy,
  },
  {
    name: "subdomain-delegated-to-nobody",
    story: "shop is delegated to nameservers that do not have the zone.",
    broken: { records: [], below: { shop: ["refusing"] } },
    expected: { first: "delegation-lame" },
    fixed: healthy,
  },
];
