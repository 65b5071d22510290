import type { RefusedUpstream } from "@/lib/platform/outbound/check-upstream";

export type SeenCertificate = {
  issuer: string;
  subject: string;
  serial: string;
  notBefore: Date;
  notAfter: Date;
  names: string[];
};

/** Why browsers do not accept a certificate; stable. `issuer_expired`: a CA's own certificate. `roots_unavailable`: EDGE_CA_FILE. */
export type CertificateFault =
  | "wrong_name"
  | "expired"
  | "not_yet_valid"
  | "issuer_expired"
  | "untrusted_issuer"
  | "roots_unavailable";

export type ProbeResult =
  | {
      kind: "certificate";
      certificate: SeenCertificate;
      /** The chain ends at a root that we trust, and each of its dates is good now. */
      trusted: boolean;
      matchesName: boolean;
      /** null: the certificate is valid for the name. A fault of the chain comes before one of the name. */
      code: CertificateFault | null;
      /** The same for people, with every fault; null where `code` is. */
      reason: string | null;
    }
  /** The edge answered, but not with a certificate: it could not have one, or may not. `alert`: TLS's own word is the reason. */
  | { kind: "refused"; code: "no_certificate" | "closed" | "alert" | "protocol"; reason: string }
  | { kind: "unreachable"; code: "timeout" | "no_connection"; reason: string };

export interface TlsProber {
  /** Makes a handshake with `hostname` as its SNI. Never throws because of a remote failure. */
  probe(hostname: string, options?: { timeoutMs?: number }): Promise<ProbeResult>;
}

/** How a port of an address answered an HTTP request. `open`: with HTTP. */
export type PortReach = {
  kind: "open" | "refused" | "timeout" | "no_route" | "broken" | "blocked" | "skipped";
  reason: string | null;
  status: number | null;
  /** The `Server` header. */
  server: string | null;
};

export type TlsReach =
  | {
      kind: "certificate";
      issuer: string;
      names: string[];
      notBefore: string;
      notAfter: string;
      trusted: boolean;
      matchesName: boolean;
      code: CertificateFault | null;
      reason: string | null;
    }
  | { kind: "refused" | "unreachable" | "skipped"; reason: string | null };

/** How one published address of a hostname responds. `proven`: our own edge answered there, through whatever proxies. */
export type AddressReach = { address: string; http: PortReach; https: PortReach; tls: TlsReach; proven: boolean };

export interface ReachProber {
  /**
   * Requests the hostname from the address on both web ports. Never rejects; addresses that are not public are skipped.
   * @param options `handshake: false` leaves out TLS, because a handshake may make the edge ask its CA, which counts failures
   */
  probe(hostname: string, address: string, options: { handshake: boolean; budgetMs: number }): Promise<AddressReach>;
}

/** `reason`: why not, for people; null where it is confirmed. */
export type OriginConfirmation = { confirmed: boolean; reason: string | null };

export interface OriginEcho {
  /** Whether the tenant's server returns the connection's id for the hostname, through our own edge. Never rejects. */
  confirm(hostname: string, connectionId: string): Promise<OriginConfirmation>;
}

export interface EdgeReach {
  /**
   * True where our own edge answers for the hostname behind every one of the addresses. Never rejects. An answer is cached
   * for a minute, because a name may be checked every two seconds.
   */
  isBehind(hostname: string, addresses: readonly string[]): Promise<boolean>;
}

/** An origin at an address that was resolved and validated here. */
export type UpstreamTo = {
  scheme: "http" | "https";
  address: string;
  /** Tried where the first one refuses the connection; the same address where there is no other. */
  fallback: string;
  port: number;
  /** For SNI and the certificate's check. */
  name: string;
};

/** Requests a hostname from an origin, as the edge would: whether our own edge answers there, through whatever proxies. */
export type OriginProbe = (hostname: string, origin: Omit<UpstreamTo, "fallback">) => Promise<boolean>;

/** Where a request for an origin goes. */
export type UpstreamDecision =
  | ({ kind: "dial" } & UpstreamTo)
  | ({ kind: "refused" } & Omit<RefusedUpstream, "ok">)
  /** The name has no address, or the DNS query failed. */
  | { kind: "unresolved" };

export interface Upstreams {
  /**
   * Validates an application's origin as it is now; from memory where everything about it is known. Rejects only where the
   * database cannot be asked whether the edges serve its name.
   */
  decide(origin: string, tenantId: string): UpstreamDecision | Promise<UpstreamDecision>;
  /** Whether this edge itself answers there for the hostname, through whatever proxies. Sends a request. */
  leadsBack: OriginProbe;
}
