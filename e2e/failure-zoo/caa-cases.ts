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

/** Everything points to us, and CAA keeps the CA from issuing, so the edge has no certificate. */
const forbidden = (caa: string[]): Setting => ({ records: [...records, ...caa], handshake: "refused" });

export const caaCases: ZooCase[] = [
  {
    name: "caa-of-the-domain-forbids",
    story: "CAA allows one CA for the domain, and it is not ours.",
    broken: forbidden(['@ CAA 0 issue "digicert.com"']),
    expected: { first: "caa-forbids", record: 'add @ CAA 0 issue "letsencrypt.org"' },
    fixed: { records: [...records, '@ CAA 0 issue "digicert.com"', `@ CAA ${ours}`] },
  },
  {
    name: "caa-at-an-apex-forbids",
    story: "The same for a connected apex.",
    host: "@",
    broken: { records: [apexProof, ...apexAddresses, '@ CAA 0 issue "sectigo.com"'], handshake: "refused" },
    expected: { first: "caa-forbids" },
    fixed: { records: [apexProof, ...apexAddresses, `@ CAA ${ours}`] },
  },
  {
    name: "caa-lets-nobody-issue",
    story: "CAA forbids all certificates for the domain.",
    broken: forbidden(['@ CAA 0 issue ";"']),
    expected: { first: "caa-forbids" },
    fixed: { records: [...records, `@ CAA ${ours}`] },
  },
  {
    name: "caa-lets-wildcards-only",
    story: "Only issuewild allows our CA, which covers wildcard certificates and not single names.",
    broken: forbidden(['@ CAA 0 issue ";"', '@ CAA 0 issuewild "letsencrypt.org"']),
    expected: { first: "caa-forbids" },
    // A rule for wildcards does not restrict single names.
    fixed: { records: [...records, '@ CAA 0 issuewild ";"'] },
  },
  {
    name: "caa-with-an-unknown-critical-tag",
    story: "An unknown property is marked as critical, so no CA issues.",
    broken: forbidden(['@ CAA 128 tbs "unknown"', `@ CAA ${ours}`]),
    expected: { first: "caa-forbids" },
    fixed: { records: [...records, '@ CAA 0 tbs "unknown"', `@ CAA ${ours}`] },
  },
  {
    name: "caa-for-other-methods",
    story: "Our CA may issue, but only with a validation method that the edge does not use.",
    broken: forbidden(['@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01"']),
    expected: { first: "caa-forbids" },
    fixed: { records: [...records, '@ CAA 0 issue "letsencrypt.org; validationmethods=http-01,dns-01"'] },
  },
  {
    name: "caa-for-one-account",
    story: "Our CA may issue for one account only, and DNS does not show whether that account is ours.",
    broken: forbidden(['@ CAA 0 issue "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1"']),
    expected: { first: "caa-unclear", also: ["certificate-refused"] },
    fixed: { records: [...records, `@ CAA ${ours}`] },
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
    fixed: {
      records: [proof, "shop CNAME store", "store A 203.0.113.10", "store A 203.0.113.11", `store CAA ${ours}`],
    },
  },
  {
    name: "caa-forbids-and-txt-missing",
    story: "No record is published yet, and CAA will block the certificate later.",
    broken: { records: ['@ CAA 0 issue "digicert.com"'] },
    expected: { first: "txt-missing", also: ["cname-missing", "caa-forbids"] },
    fixed: { records: [...records, `@ CAA ${ours}`] },
  },
  {
    name: "caa-forbids-a-live-domain",
    story: "A live domain forbids our CA: its certificate is valid until it has to be renewed.",
    broken: { records, changes: ['add @ 60 CAA 0 issue "digicert.com"'] },
    expected: { first: "caa-forbids", severity: "warning" },
    fixed: { records, changes: [`add @ 60 CAA ${ours}`] },
  },
  {
    name: "caa-cannot-be-read",
    story: "An old nameserver answers SERVFAIL for types that it does not know, so a CA does not issue.",
    broken: { records, nameservers: ["old"], handshake: "refused" },
    expected: { first: "caa-unclear", also: ["certificate-refused"] },
    fixed: healthy,
  },
];
