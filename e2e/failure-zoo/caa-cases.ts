import {
  apexAddresses,
  apexProof,
  healthy,
  pointer,
  proof,
  type Setting,
  type ZooCase,
} from "@/e2e/failure-zoo/zoo-case";

const records = [proof, pointer];
const ours = '0 issue "letsencrypt.org"';

/** Everything points to us; CAA says who may issue. With it the CA refuses, and so the edge has no certificate. */
const forbidden = (caa: string[]): Setting => ({ records: [...records, ...caa], handshake: "refused" });

export const caaCases: ZooCase[] = [
  {
    name: "caa-of-the-domain-forbids",
    story: "The company lets one CA issue for its domain, and it is not ours.",
    broken: forbidden(['@ CAA 0 issue "digicert.com"']),
    expected: { first: "caa-forbids", record: 'add @ CAA 0 issue "letsencrypt.org"' },
    mended: { records: [...records, '@ CAA 0 issue "digicert.com"', `@ CAA ${ours}`] },
  },
  {
    name: "caa-at-an-apex-forbids",
    story: "The same where the domain itself is connected.",
    host: "@",
    broken: { records: [apexProof, ...apexAddresses, '@ CAA 0 issue "sectigo.com"'], handshake: "refused" },
    expected: { first: "caa-forbids" },
    mended: { records: [apexProof, ...apexAddresses, `@ CAA ${ours}`] },
  },
  {
    name: "caa-lets-nobody-issue",
    story: "The domain forbids certificates altogether.",
    broken: forbidden(['@ CAA 0 issue ";"']),
    expected: { first: "caa-forbids" },
    mended: { records: [...records, `@ CAA ${ours}`] },
  },
  {
    name: "caa-lets-wildcards-only",
    story: "issuewild speaks of wildcard certificates, and does not let us issue for a single name.",
    broken: forbidden(['@ CAA 0 issue ";"', '@ CAA 0 issuewild "letsencrypt.org"']),
    expected: { first: "caa-forbids" },
    // And where only wildcards are forbidden, single names are free.
    mended: { records: [...records, '@ CAA 0 issuewild ";"'] },
  },
  {
    name: "caa-with-an-unknown-critical-tag",
    story: "A property that CAs do not know is marked as critical, so none of them issues.",
    broken: forbidden(['@ CAA 128 tbs "unknown"', `@ CAA ${ours}`]),
    expected: { first: "caa-forbids" },
    mended: { records: [...records, '@ CAA 0 tbs "unknown"', `@ CAA ${ours}`] },
  },
  {
    name: "caa-for-other-methods",
    story: "Our CA may issue, but only by a method that the edge does not use.",
    broken: forbidden(['@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01"']),
    expected: { first: "caa-forbids" },
    mended: { records: [...records, '@ CAA 0 issue "letsencrypt.org; validationmethods=http-01,dns-01"'] },
  },
  {
    name: "caa-for-one-account",
    story: "Our CA may issue for one account only, and whether that is ours cannot be seen.",
    broken: forbidden(['@ CAA 0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"']),
    expected: { first: "caa-unclear", also: ["certificate-refused"] },
    mended: { records: [...records, `@ CAA ${ours}`] },
  },
  {
    name: "caa-behind-an-alias",
    story: "The hostname is an alias of a name whose CAA records forbid our CA.",
    template: [
      { host: "{{hostname}}", type: "A", value: "203.0.113.10", ttl: 300 },
      { host: "{{hostname}}", type: "A", value: "203.0.113.11", ttl: 300 },
    ],
    broken: {
      records: [
        proof,
        "shop CNAME store",
        "store A 203.0.113.10",
        "store A 203.0.113.11",
        'store CAA 0 issue "digicert.com"',
      ],
      handshake: "refused",
    },
    expected: { first: "caa-forbids", record: 'add store CAA 0 issue "letsencrypt.org"' },
    mended: {
      records: [proof, "shop CNAME store", "store A 203.0.113.10", "store A 203.0.113.11", `store CAA ${ours}`],
    },
  },
  {
    name: "caa-forbids-and-txt-missing",
    story: "The customer has not begun, and will be stopped by CAA afterwards.",
    broken: { records: ['@ CAA 0 issue "digicert.com"'] },
    expected: { first: "txt-missing", also: ["cname-missing", "caa-forbids"] },
    mended: { records: [...records, `@ CAA ${ours}`] },
  },
  {
    name: "caa-forbids-a-live-domain",
    story: "A live domain forbids our CA: its certificate is good until it has to be renewed.",
    broken: { records, changes: ['add @ 60 CAA 0 issue "digicert.com"'] },
    expected: { first: "caa-forbids", severity: "warning" },
    mended: { records, changes: [`add @ 60 CAA ${ours}`] },
  },
  {
    name: "caa-cannot-be-read",
    story: "An old nameserver answers SERVFAIL for types that it does not know, and a CA then does not issue.",
    broken: { records, nameservers: ["old"], handshake: "refused" },
    expected: { first: "caa-unclear", also: ["certificate-refused"] },
    mended: healthy,
  },
];
