import type { Finding, FindingCode } from "@/lib/diagnosis/evidence/finding";
import { challenge } from "@/lib/dns/records/challenge";
import type { RecordTemplate } from "@/lib/dns/records/schema";
import type { Visit } from "@/lib/platform/ports/edge";

/**
 * A way to break a customer's zone, and the same zone fixed. Records are written as in a zone file: a name without a
 * final dot is relative to the zone. `{token}` is the challenge, `{zone}` the zone, `{edge}` the edge's hostname.
 */
export type ZooCase = {
  /** Also the zone's name: `<name>.home.arpa`, and `<name>-fixed.home.arpa`. */
  name: string;
  story: string;
  /** The label to connect; `@` is the apex. Default `shop`. */
  host?: string;
  /** Records that the integrator requires instead of the default ones. */
  template?: RecordTemplate[];
  broken: Setting;
  expected: Expected;
  fixed: Setting;
};

/** The findings that the diagnosis must report. */
export type Expected = {
  /** Reported before all others. */
  first: FindingCode;
  /** Names the same cause as well as `first` does. */
  or?: readonly FindingCode[];
  also?: readonly FindingCode[];
  /** Who has to act, where the case says so. */
  who?: readonly Finding["who"][];
  /** The exact change that the first finding requires: action, host as a provider's form takes it, type, value. */
  record?: string;
  /** Set where the domain works anyway, or will without a change. Default: blocking. */
  severity?: "warning" | "info";
  /** The domain is live all the same: the cause sends some visitors elsewhere, and its state goes by what all of them use. */
  live?: true;
};

/** How a zone is published, and how it changes. */
export type Setting = {
  /** On every nameserver except `lagging`. */
  records: string[];
  /** The nameservers that the zone is delegated to, and that it names. Default: `first` and `second`. */
  nameservers?: readonly Nameserver[];
  /** The nameservers that the registry has, if it has others than the zone. */
  delegatedTo?: readonly Nameserver[];
  /** No delegation. `absent`: the domain is not registered. `parked`: it is registered, without nameservers. */
  registry?: "absent" | "parked";
  /** The records on the nameserver `lagging`. */
  lagging?: string[];
  /** The nameservers that the zone on `lagging` names. Default: those of the zone. */
  laggingNameservers?: readonly Nameserver[];
  /** Delegated labels and their nameservers. */
  below?: Record<string, readonly Nameserver[]>;
  /** Zones of their own below this one. */
  zonesBelow?: Record<string, ZoneBelow>;
  /**
   * DNSSEC. `expired`: expired signatures. `forged`: a record was changed after signing. `stripped`: a DS record, but no
   * signatures. `other-key`: a DS record of another key. `future`: signatures that are not valid yet.
   */
  signing?: "valid" | "expired" | "forged" | "stripped" | "other-key" | "future";
  /** How long negative answers may be cached (SOA minimum). Default 5. */
  negativeTtlSeconds?: number;
  /** Queries that fill the caches before `changes`, as `<name> <type>`. */
  asked?: string[];
  /** RFC 2136 updates to the zone, sent after the first round of checks. */
  changes?: string[];
  /** The edge's answer to a TLS handshake. Default: a valid certificate. */
  handshake?: "refused";
  /** Addresses that are not ours forward visitors to us, as a correctly configured proxy does. */
  isForwarded?: boolean;
  /** Addresses that are not ours forward some requests to us, and a visitor gets this over HTTPS. */
  visit?: Visit;
};

/** An unsigned zone below a customer's zone. */
export type ZoneBelow = {
  /** Relative to the zone below. */
  records: string[];
  /** Default: `first` and `second`. */
  nameservers?: readonly Nameserver[];
  /** `missing`: its servers have the zone, and the zone above does not delegate it. Default: delegated. */
  delegation?: "missing";
};

/**
 * A server by its name below `nameservers.test`, or under another hostname, written `<hostname>=<server>`. The address of
 * a hostname within the zone is published by the zone (`nameservers`) and as glue by the registry (`delegatedTo`).
 */
export type Nameserver = NameserverName | `${string}=${NameserverName}`;

/**
 * `first`, `second`: Knot. `lagging`: another Knot with different records. `refusing`: a Knot without the zone, which
 * answers REFUSED. `failing`: a Knot that cannot load the zone. `silent`: never answers. `closed`: a closed port.
 * `recursive`: Unbound, which is not authoritative. `sloppy`: serves combinations of records that Knot refuses to load.
 * `old`: answers SERVFAIL for types that it does not know, such as CAA. `dropping`: never answers queries for such types.
 * `unauthoritative`: has the right answers, and never sets the AA bit. `cutting`: truncates TXT answers, and closes every TCP
 * connection. `unnamed`: a name without an address. `registry`: the registry's own server, which has no customer's zone.
 */
export const nameservers = {
  first: "127.0.0.1",
  second: "127.0.0.2",
  lagging: "127.0.0.3",
  refusing: "127.0.0.4",
  failing: "127.0.0.5",
  silent: "127.0.0.6",
  closed: "127.0.0.7",
  recursive: "127.0.0.8",
  sloppy: "127.0.0.9",
  old: "127.0.0.10",
  dropping: "127.0.0.11",
  unauthoritative: "127.0.0.13",
  cutting: "127.0.0.14",
  registry: "127.0.0.15",
  unnamed: null,
} as const;

export type NameserverName = keyof typeof nameservers;

/** Acts as the registry: a public suffix below which nothing exists in the public DNS (RFC 8375). */
export const registry = "home.arpa";

export const zooEdge = { hostname: "edge.latchkey.test", addresses: ["203.0.113.10", "203.0.113.11"] };

/** The label below which proofs are published. */
export const challengeLabel = challenge.name("").slice(0, -1);

export const proof = `${challengeLabel}.shop TXT "{token}"`;
export const pointer = "shop CNAME {edge}.";

/** At an apex, where a CNAME is not allowed. */
export const apexProof = `${challengeLabel} TXT "{token}"`;
export const apexAddresses = ["@ A 203.0.113.10", "@ A 203.0.113.11"];

export const healthy: Setting = { records: [proof, pointer] };
export const healthyApex: Setting = { records: [apexProof, ...apexAddresses] };
