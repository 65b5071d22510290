/** The types of record that a customer can be asked to publish. */
export type RecordType = "A" | "AAAA" | "CNAME" | "TXT";

/** A record to publish: `host` is absolute without a trailing dot, `ttl` in seconds. */
export type DesiredRecord = {
  host: string;
  type: RecordType;
  value: string;
  ttl: number;
  priority?: number;
};

/**
 * One record as a server published it, in presentation form. `name` is lower-case without a trailing dot; TXT chunks are
 * joined and decoded as UTF-8; `ttl` in seconds. Types unknown to the codec read `UNKNOWN_<n>`, values as in RFC 3597.
 */
export type ResourceRecord = { name: string; type: string; value: string; ttl: number };

/**
 * `lame`: the server refers elsewhere, and so does not serve the zone. `blocked`: its address is not a public one, so it was not
 * queried. `overload`: too many queries already wait for it. `no_tcp`: its answer did not fit UDP, and over TCP nothing came.
 * `undelegated`: it has an answer, but the parent zone names only servers that have none, so nobody gets to it.
 */
export type UnreachableReason =
  | "timeout"
  | "servfail"
  | "refused"
  | "lame"
  | "malformed"
  | "network"
  | "blocked"
  | "overload"
  | "no_tcp"
  | "undelegated";

/**
 * What one nameserver address answered to one question. `answer`: the name holds the type asked for, or a CNAME, and
 * `records` is the whole answer section. `server` is the nameserver's name, `name` the name asked, both normalised.
 */
export type ServerAnswer = {
  server: string;
  address: string;
  name: string;
  type: string;
  kind: "answer" | "nodata" | "nxdomain" | "unreachable";
  /** The AA bit. RFC 1035 demands it; resolvers take an answer without it too. */
  authoritative: boolean;
  reason?: UnreachableReason;
  records: ResourceRecord[];
  negativeTtlSeconds?: number;
  transport: "udp" | "tcp";
  rttMs: number;
};

/** What the authority says about one desired record. Silence and server failure are `unreachable`, never `missing`. */
export type Observation =
  | { kind: "match" }
  | { kind: "missing" }
  | { kind: "conflict"; found: string[] }
  | { kind: "unreachable"; reason: string };

/** Whether some of the queries got no slot: an outcome of ours, and no evidence about the domain. */
export function isOverload(observation: { kind: string; reason?: string }): boolean {
  return observation.kind === "unreachable" && (observation.reason ?? "").split(", ").includes("overload");
}

/** `observedValue` summarises for people what is published; `servers` is the evidence, an entry per question and address. */
export type RecordObservation = {
  record: DesiredRecord;
  observation: Observation;
  observedValue: string | null;
  servers: ServerAnswer[];
};

/** What the authority says about a TXT value that every server must have. Servers are given as `ns1.example (192.0.2.1)`. */
export type TxtObservation = { servers: ServerAnswer[] } & (
  | { kind: "match" }
  | { kind: "missing" }
  | { kind: "seen"; values: string[]; agreeing: string[]; disagreeing: string[] }
  | { kind: "unreachable"; reason: string }
);
