import type { BucketLimit } from "@/lib/edge/issuance/bucket";
import { directoryUrlOf } from "@/lib/edge/protocol/issuer-names";
import type { CaLimit, CertificateAuthority, LimitKind } from "@/lib/platform/ports/issuers";

export const limitKinds = [
  "orders",
  "registered_domain",
  "exact_set",
  "failed_validations",
  "consecutive_failures",
] as const satisfies readonly LimitKind[];

type KindFacts = {
  /** One bucket for each: account, registered domain or hostname. Our certificates have one name, so an exact set is a hostname. */
  per: "account" | "registered_domain" | "hostname";
  /** What takes a token: the order of a certificate, or a validation that failed. */
  charged: "order" | "failure";
  /** Renewals that take none: announced ones (ARI, RFC 9773), and those of the same names. */
  exempt: readonly ("ari" | "same_names")[];
};

export const limitFacts: Readonly<Record<LimitKind, KindFacts>> = {
  orders: { per: "account", charged: "order", exempt: ["ari", "same_names"] },
  registered_domain: { per: "registered_domain", charged: "order", exempt: ["ari", "same_names"] },
  exact_set: { per: "hostname", charged: "order", exempt: ["ari"] },
  failed_validations: { per: "hostname", charged: "failure", exempt: [] },
  consecutive_failures: { per: "hostname", charged: "failure", exempt: [] },
};

const hour = 3_600_000;
const day = 24 * hour;

/** As published on 2026-08-05: letsencrypt.org/docs/rate-limits and /docs/staging-environment. */
const letsEncrypt: CertificateAuthority = {
  name: "Let's Encrypt",
  directoryUrl: directoryUrlOf("acme"),
  caaIdentities: ["letsencrypt.org"],
  limits: [
    { kind: "orders", capacity: 300, windowMs: 3 * hour, reserve: 30 },
    { kind: "registered_domain", capacity: 50, windowMs: 7 * day, reserve: 0 },
    { kind: "exact_set", capacity: 5, windowMs: 7 * day, reserve: 0 },
    { kind: "failed_validations", capacity: 5, windowMs: hour, reserve: 0 },
    // One comes back per day. A validation that succeeds fills it.
    { kind: "consecutive_failures", capacity: 1_152, windowMs: 1_152 * day, reserve: 0 },
  ],
};

const letsEncryptStaging: CertificateAuthority = {
  ...letsEncrypt,
  name: "Let's Encrypt (staging)",
  directoryUrl: directoryUrlOf("acme-staging"),
  limits: [
    { kind: "orders", capacity: 1_500, windowMs: 3 * hour, reserve: 150 },
    { kind: "registered_domain", capacity: 30_000, windowMs: 7 * day, reserve: 0 },
    { kind: "exact_set", capacity: 30_000, windowMs: 7 * day, reserve: 0 },
    { kind: "failed_validations", capacity: 60, windowMs: hour, reserve: 0 },
    { kind: "consecutive_failures", capacity: 1_152, windowMs: 1_152 * day, reserve: 0 },
  ],
};

export const knownAuthorities: readonly CertificateAuthority[] = [letsEncrypt, letsEncryptStaging];

export function limitOf({ limits }: Pick<CertificateAuthority, "limits">, kind: LimitKind): CaLimit | null {
  return limits.find((limit) => limit.kind === kind) ?? null;
}

/** What admission may use of a limit. */
export function withoutReserve({ capacity, windowMs, reserve }: CaLimit): BucketLimit {
  const usable = Math.max(1, capacity - reserve);
  // The rate stays the authority's own.
  return { capacity: usable, windowMs: (windowMs * usable) / capacity };
}

/** Whether a first certificate may have to wait: every issuer has limits of orders. */
export function hasAdmission(issuers: readonly Pick<CertificateAuthority, "limits">[]): boolean {
  return (
    issuers.length > 0 && issuers.every(({ limits }) => limits.some(({ kind }) => limitFacts[kind].charged === "order"))
  );
}
