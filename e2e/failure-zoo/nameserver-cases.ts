import { healthy, pointer, proof, type ZooCase } from "@/e2e/failure-zoo/zoo-case";

const records = [proof, pointer];
const formerRecords = ["shop CNAME shops.nameservers.test."];

/** Nameservers that disagree about who they are, or that answer in a way that not everybody accepts. */
export const nameserverCases: ZooCase[] = [
  {
    name: "registrar-names-the-old-provider",
    story: "The zone moved, its NS records name the new provider, and the registrar still has the old one's servers.",
    broken: { records, delegatedTo: ["lagging"], lagging: formerRecords },
    expected: { first: "nameservers-differ" },
    fixed: healthy,
  },
  {
    name: "registrar-names-one-server-of-the-old-provider",
    story: "At the registrar, one of the nameservers is still the former provider's, with the former records.",
    broken: { records, delegatedTo: ["first", "lagging"], lagging: formerRecords },
    expected: { first: "nameservers-differ" },
    fixed: healthy,
  },
  {
    name: "zone-names-a-dead-server",
    story: "The registrar is right. The zone's own NS records name a server that no longer answers.",
    broken: { records, delegatedTo: ["first"], nameservers: ["closed"] },
    expected: { first: "nameservers-differ", severity: "warning" },
    fixed: healthy,
  },
  {
    name: "zone-lacks-a-server-of-the-registrar",
    story: "The registrar names two servers that agree, and the zone's own NS records only one of them.",
    broken: { records, delegatedTo: ["first", "second"], nameservers: ["first"] },
    expected: { first: "nameservers-differ", severity: "warning" },
    fixed: healthy,
  },
  {
    name: "nameserver-without-the-aa-bit",
    story: "A load balancer answers in place of the nameserver, and never sets the AA bit. The site works for most.",
    broken: { records, nameservers: ["unauthoritative"] },
    expected: { first: "answers-without-authority", severity: "warning" },
    fixed: healthy,
  },
  {
    name: "nameserver-without-tcp",
    story:
      "TXT answers are too long for UDP, and a firewall drops TCP: the record is published, and nobody can read it.",
    broken: { records, nameservers: ["cutting"] },
    expected: { first: "no-tcp" },
    fixed: healthy,
  },
  {
    name: "one-nameserver-without-tcp",
    story: "One of two nameservers truncates TXT answers and has no TCP. The other one answers.",
    broken: { records, nameservers: ["first", "cutting"] },
    expected: { first: "no-tcp", severity: "warning" },
    fixed: healthy,
  },
];
