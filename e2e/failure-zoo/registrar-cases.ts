import { healthy, type Nameserver, pointer, proof, type ZooCase } from "@/e2e/failure-zoo/zoo-case";

/** What registrars serve for domains on hold: one address for every name. */
const holdPage = ["@ A 198.51.100.99", "* A 198.51.100.99"];

function pairAt(domain: string): Nameserver[] {
  return [`ns1.${domain}=first`, `ns2.${domain}=second`];
}

/** The registrar has moved the domain to servers that host no zones. */
export const registrarCases: ZooCase[] = [
  {
    name: "owner-not-verified",
    story: "The owner's e-mail address was not confirmed, so the registrar moved the domain to its hold servers.",
    broken: { records: holdPage, nameservers: pairAt("verification-hold.suspended-domain.com") },
    expected: { first: "domain-on-hold" },
    fixed: healthy,
  },
  {
    name: "owner-not-verified-at-namecheap",
    story: "The same at a registrar whose hold servers have names of their own.",
    broken: {
      records: holdPage,
      nameservers: ["failed-whois-verification.namecheap.com=first", "verify-contact-details.namecheap.com=second"],
    },
    expected: { first: "domain-on-hold" },
    fixed: healthy,
  },
  {
    name: "domain-expired-at-registrar",
    story: "The domain was not renewed. Its nameservers show the registrar's page for every name.",
    broken: { records: holdPage, nameservers: pairAt("renewyourname.net") },
    expected: { first: "domain-on-hold" },
    fixed: healthy,
  },
  {
    name: "domain-expired-and-servers-silent",
    story: "The domain was not renewed, and the registrar's servers for such domains do not answer.",
    broken: { records: holdPage, nameservers: ["ns1.pendingrenewaldeletion.com=silent"] },
    expected: { first: "domain-on-hold" },
    fixed: healthy,
  },
  {
    name: "domain-expired-at-unknown-registrar",
    story: "The nameservers are of a registrar that nobody has listed, and their names say that the domain expired.",
    broken: { records: holdPage, nameservers: pairAt("expired.small-registrar.net") },
    expected: { first: "domain-on-hold" },
    fixed: healthy,
  },
  {
    name: "hold-beside-a-right-zone",
    story: "The registrar names its hold servers. The zone at the provider is right, and nobody asks it any more.",
    broken: {
      records: [proof, pointer],
      delegatedTo: ["ns1.suspended-domain.com=lagging"],
      lagging: holdPage,
      laggingNameservers: ["ns1.suspended-domain.com=lagging"],
    },
    expected: { first: "domain-on-hold" },
    fixed: healthy,
  },
  {
    name: "nameservers-of-a-parking-page",
    story: "The nameservers are still those of the service where the domain was for sale.",
    broken: { records: ["@ A 91.195.240.94", "* A 91.195.240.94"], nameservers: pairAt("sedoparking.com") },
    expected: { first: "nameservers-parked" },
    fixed: healthy,
  },
];
