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

/** What answered in place of the site, where its status, headers or text say so. `challenge`: a check that browsers pass. */
export type PageKind = "challenge" | "login" | "not_configured" | "maintenance" | "proxy_error";

/** One answer to a visitor's request. `proven`: our own edge had a part in it. */
export type VisitStep = {
  url: string;
  status: number;
  location: string | null;
  /** The `Server` header. */
  server: string | null;
  proven: boolean;
};

/**
 * What a visitor gets who opens the hostname at one address, redirects followed there. `answered`: the last step is the page.
 * `loop`: the redirects lead back, or do not end. `leaves`: to another host. `to_https`: an HTTP visit, sent on to HTTPS.
 * `abandoned`: more redirects than we follow for a server that has not shown to be ours. `failed`: no answer after these steps.
 */
export type Visit = {
  steps: VisitStep[];
  end: "answered" | "loop" | "leaves" | "to_https" | "abandoned" | "failed";
  /** Of `failed`. */
  failure: { kind: PortReach["kind"]; reason: string } | null;
  /** Of the last step; null: nothing that we recognise. */
  page: PageKind | null;
};

/**
 * How one published address of a hostname responds. `proven`: our own edge answered there, through whatever proxies.
 * `reachPath`: it answered its reach path over this scheme. `headerPasses`: there its proof came as a header too, which is how
 * the answer to a visit is known to be its own. A visit is null where none was made.
 */
export type AddressReach = {
  address: string;
  http: PortReach;
  https: PortReach;
  tls: TlsReach;
  proven: boolean;
  reachPath: { http: boolean; https: boolean };
  headerPasses: boolean;
  visits: { http: Visit | null; https: Visit | null };
};

export interface ReachProber {
  /**
   * Requests the hostname from the address on both web ports: the edge's own path, and the page that visitors open. Never
   * rejects; addresses that are not public are skipped.
   * @param options `handshake: false` leaves out TLS, because a handshake makes the edge ask whether it may have a certificate,
   * and perhaps its CA, which counts failures; then only whether the HTTPS port takes connections is seen
   */
  probe(hostname: string, address: string, options: { handshake: boolean; budgetMs: number }): Promise<AddressReach>;
}

/** `reason`: why not, for people; null where it is confirmed. */
export type OriginConfirmation = { confirmed: boolean; reason: string | null };

export interface OriginEcho {
  /** Whether the tenant's server returns the connection's id for the hostname, through our own edge. Never rejects. */
  confirm(hostname: string, connectionId: string): Promise<OriginConfirmation>;
}

/**
 * What a judgement needs of HTTPS. `required`: the name has its certificate, so a visitor's request must arrive over HTTPS.
 * `tried`: it has none yet, so an error over HTTPS says nothing, and a redirect loop does. `skipped`: no handshake is made.
 */
export type SecureReach = "required" | "tried" | "skipped";

/** `arrives`: visitors get our edge's answer at every address. `silent`: nothing that answered says otherwise. */
export type ReachJudgement = "arrives" | "fails" | "silent";

export interface EdgeReach {
  /**
   * Whether visitors of the name get our edge's answer, whichever of the addresses they are sent to. Never rejects. A
   * judgement is cached, for a minute if they arrive and for 20 s otherwise: a name may be checked every two seconds.
   */
  judge(hostname: string, addresses: readonly string[], secure: SecureReach): Promise<ReachJudgement>;
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
