export type LimitKind = "orders" | "registered_domain" | "exact_set" | "failed_validations" | "consecutive_failures";

/** A limit of a certificate authority: `capacity` at once, refilled evenly within `windowMs`. */
export type CaLimit = {
  kind: LimitKind;
  capacity: number;
  windowMs: number;
  /** Tokens that admission leaves alone: retries, our own hosts, and orders that reach the authority late take them. */
  reserve: number;
};

export type CertificateAuthority = {
  /** For people. */
  name: string;
  directoryUrl: string;
  /** What CAA records must name (RFC 8659); empty: we do not assume that it checks them. */
  caaIdentities: readonly string[];
  /** Empty: none are known. */
  limits: readonly CaLimit[];
};
