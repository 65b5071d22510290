/** The words of a diagnosis, as data: a browser and the generated client read them too. */

/** Every code of a finding, what blocks first at the head. Each is a file in `findings/` and a section of docs/troubleshooting.md. */
export const findingCodes = [
  "worker-not-running",
  "domain-does-not-exist",
  "delegation-missing",
  "dnssec-broken",
  "delegation-lame",
  "nameservers-unreachable",
  "zone-not-found",
  "nameservers-partly-failing",
  "hostname-claimed-elsewhere",
  "proof-expired",
  "txt-quoted",
  "txt-split",
  "txt-name-doubled",
  "txt-at-bare-hostname",
  "txt-at-wrong-name",
  "txt-partly-published",
  "wildcard-hides-challenge",
  "challenge-is-alias",
  "txt-wrong-value",
  "txt-missing",
  "cname-loop",
  "cname-chain-too-long",
  "cname-at-apex",
  "cname-name-doubled",
  "cname-target-doubled",
  "wildcard-hides-record",
  "records-drifted",
  "records-partly-published",
  "address-parking",
  "proxied-by-cdn",
  "cname-target-missing",
  "cname-beside-other-records",
  "cname-wrong-target",
  "address-private",
  "leftover-ipv6",
  "address-foreign",
  "cname-missing",
  "address-missing",
  "record-missing",
  "caa-forbids",
  "caa-unclear",
  "edge-unreachable",
  "ask-never-asked",
  "ask-refused",
  "ca-rate-limited",
  "certificate-refused",
  "certificate-wrong",
  "certificate-expiring",
  "upstream-loops",
  "upstream-refused",
  "job-failing",
  "txt-old-value-beside",
  "negative-answer-cached",
  "old-answer-cached",
  "waiting",
] as const;

export type FindingCode = (typeof findingCodes)[number];

export const severities = ["blocking", "warning", "info"] as const;
export const actors = ["customer", "dns_provider", "integrator", "platform", "ca"] as const;

export type Severity = (typeof severities)[number];

/** Who must act. */
export type Who = (typeof actors)[number];

/** What evidence is gathered in. */
export const evidenceParts = [
  "dns",
  "chain",
  "caa",
  "referral",
  "recursive",
  "reach",
  "ask",
  "connection",
  "upstream",
  "workers",
] as const;

export type EvidencePart = (typeof evidenceParts)[number];
