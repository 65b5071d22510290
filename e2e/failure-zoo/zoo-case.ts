import type { FindingCode } from "@/lib/diagnosis/evidence/finding";
import type { RecordTemplate } from "@/lib/dns/records/schema";

/**
 * One way in which a customer's zone is broken, and the same zone mended. A zone is written as in a zone file: a name
 * without a final dot is relative to it. `{token}` is the challenge, `{zone}` the zone, `{edge}` the edge's hostname.
 */
export type ZooCase = {
  /** Also the zone's name: `<name>.home.arpa`, and `<name>-mended.home.arpa`. */
  name: string;
  story: string;
  /** The label that is connected; `@` is the zone itself. Default `shop`. */
  host?: string;
  /** Records that the integrator asks for, in place of the usual ones. */
  template?: RecordTemplate[];
  broken: Setting;
  expected: Expected;
  mended: Setting;
};

/** What the diagnosis must say first, and what it must say as well. */
export type Expected = {
  first: FindingCode;
  also?: FindingCode[];
  /** The exact change that the first finding asks for: action, host as a provider's form wants it, type, value. */
  record?: string;
  /** Where the domain works all the same, or time heals it. Default: it blocks. */
  severity?: "warning" | "info";
};

/** How a zone is published, and what happens to it. */
export type Setting = {
  /** On every nameserver but `lagging`. */
  records: string[];
  /** Which of the zoo's nameservers the registry names. Default: `first` and `second`. */
  nameservers?: NameserverName[];
  /** In place of a delegation. `absent`: nobody registered the domain. `parked`: it is registered, without nameservers. */
  registry?: "absent" | "parked";
  /** What the nameserver `lagging` publishes. */
  lagging?: string[];
  /** Labels that are zones of their own, with their nameservers. */
  below?: Record<string, NameserverName[]>;
  /**
   * DNSSEC. `expired`: the signatures are old. `forged`: a record was changed after it was signed. `stripped`: the registry
   * promises signatures, and there are none. `other-key`: the registry knows another key.
   */
  signing?: "valid" | "expired" | "forged" | "stripped" | "other-key";
  /** How long "there is nothing" may be kept (SOA minimum). Default 5. */
  negativeTtlSeconds?: number;
  /** What caches were asked, as `<name> <type>`, before `changes`. */
  asked?: string[];
  /** RFC 2136 updates to the zone, after the connection has come as far as it can. */
  changes?: string[];
  /** What the edge does in a TLS handshake. Default: it shows a valid certificate. */
  handshake?: "refused";
  /** Addresses that are not ours hand visitors on to us, as a proxy does that is set up well. */
  isForwarded?: boolean;
};

/**
 * `first`, `second`: Knot. `lagging`: another Knot with content of its own. `stranger`: a Knot that refuses, because it
 * does not know the zone. `failing`: a Knot that cannot load the zone. `silent`: takes questions and never answers.
 * `closed`: nobody listens. `recursive`: Unbound, which is not authoritative. `sloppy`: takes combinations of records that
 * Knot refuses to load. `old`: answers SERVFAIL for types that it does not know, CAA among them. `unnamed`: a name without address.
 */
export const nameservers = {
  first: "127.0.0.1",
  second: "127.0.0.2",
  lagging: "127.0.0.3",
  stranger: "127.0.0.4",
  failing: "127.0.0.5",
  silent: "127.0.0.6",
  closed: "127.0.0.7",
  recursive: "127.0.0.8",
  sloppy: "127.0.0.9",
  old: "127.0.0.10",
  unnamed: null,
} as const;

export type NameserverName = keyof typeof nameservers;

/** Nothing below home.arpa exists in the public DNS (RFC 8375), and it is a public suffix: here it plays the registry. */
export const registry = "home.arpa";

export const zooEdge = { hostname: "edge.latchkey.test", addresses: ["203.0.113.10", "203.0.113.11"] };

export const proof = '_customdomain-challenge.shop TXT "{token}"';
export const pointer = "shop CNAME {edge}.";

/** At a zone's top, where a CNAME cannot stand. */
export const apexProof = '_customdomain-challenge TXT "{token}"';
export const apexAddresses = ["@ A 203.0.113.10", "@ A 203.0.113.11"];

export const healthy: Setting = { records: [proof, pointer] };
export const healthyApex: Setting = { records: [apexProof, ...apexAddresses] };
