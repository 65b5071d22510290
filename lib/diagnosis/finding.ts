import type { Evidence } from "@/lib/diagnosis/evidence";

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

/** The one record to add, change or delete. `host` is relative to the zone, as the provider's form wants it; `@` is its top. */
export type RecordAction = {
  action: "add" | "change" | "delete";
  host: string;
  fqdn: string;
  type: string;
  value: string;
};

export type Finding = {
  code: FindingCode;
  severity: Severity;
  title: string;
  explanation: string;
  fix: string;
  who: Who;
  /** Short facts. */
  evidence: string[];
  /** When time alone will have healed it, RFC 3339; null: not known, or time heals nothing. */
  eta: string | null;
  record: RecordAction | null;
  /** Below the app's origin. */
  docUrl: string;
};

/** What a detector says; the rest of the finding follows from its code. */
export type Found = Omit<Finding, "code" | "eta" | "record" | "docUrl" | "evidence"> &
  Partial<Pick<Finding, "eta" | "record" | "evidence">>;

/** One cause, recognised by a pure function. `hides`: what follows from it and must not be told beside it. */
export type Detector = {
  code: FindingCode;
  hides: readonly FindingCode[];
  detect(evidence: Evidence): Found | null;
};

/** Where a code is explained, below the app's origin. */
export function docUrlOf(code: FindingCode): string {
  return `/docs/troubleshooting#${code}`;
}
