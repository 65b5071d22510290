import { isEqualOrBelow } from "@/lib/dns/domain-name";
import { type DnsMessage, rcodes } from "@/lib/dns/message";
import type { ResourceRecord, UnreachableReason } from "@/lib/dns/records";

/**
 * What a message says about a question. `referral`: other servers hold the name, `names` those of `zone`. `fault`: nothing
 * that could be used. `soa`: the zone that a denial is signed with, where it holds the name.
 */
export type Reply =
  | { kind: "answer"; records: ResourceRecord[] }
  | { kind: "nodata" | "nxdomain"; soa: string | null; negativeTtlSeconds?: number }
  | { kind: "referral"; zone: string; names: string[]; ttlSeconds: number }
  | { kind: "fault"; reason: UnreachableReason };

/**
 * Reads an answer as resolvers do (RFC 1034, section 5.3.3; Unbound's order): only a referral up or sideways and an error code
 * are no answer. Neither an SOA nor the AA bit is required. Pure.
 * @param zone the zone that the server was asked for
 */
export function readReply(message: DnsMessage, zone: string, name: string, type: string): Reply {
  if (message.isTruncated) return { kind: "fault", reason: "malformed" };
  const fault = faults.get(message.rcode);
  if (fault !== undefined) return { kind: "fault", reason: fault };
  const isDenied = message.rcode === rcodes.nxDomain;
  if (message.rcode !== rcodes.noError && !isDenied) return { kind: "fault", reason: "servfail" };
  const referral = isDenied ? null : findReferral(message, zone, name);
  const records = withSynthesisedAlias(message.answers, name);
  const alias = records.some((record) => record.name === name && record.type === "CNAME");
  const holdsType = records.some((record) => record.name === name && record.type === type);
  // RFC 6604: after an alias the code is about its target; the name itself exists.
  if (alias || (holdsType && (message.isAuthoritative || referral === null))) return { kind: "answer", records };
  // A resolver was listed by mistake: its cache is no denial.
  if (message.isRecursionAvailable && !message.isAuthoritative) return { kind: "fault", reason: "lame" };
  const soa = message.authorities.find((record) => record.type === "SOA" && isEqualOrBelow(name, record.name));
  if (!isDenied && soa === undefined) {
    if (referral !== null) return referral;
    if (isLame(message, zone)) return { kind: "fault", reason: "lame" };
  }
  const { negativeTtlSeconds } = message;
  return { kind: isDenied ? "nxdomain" : "nodata", soa: soa?.name ?? null, negativeTtlSeconds };
}

/** Resolvers prefer any other answer to this one: a cache's, or an empty message of a server that claims no authority. */
export function isWeak(message: DnsMessage): boolean {
  if (message.isAuthoritative) return false;
  return message.isRecursionAvailable || (message.answers.length === 0 && message.authorities.length === 0);
}

const faults: ReadonlyMap<number, UnreachableReason> = new Map([
  [rcodes.refused, "refused"],
  [rcodes.notAuth, "lame"],
  [rcodes.formErr, "malformed"],
]);

/** The NS set of a zone below the one that was asked for. Some servers put it into the answer, without authority. */
function findReferral(message: DnsMessage, zone: string, name: string): Extract<Reply, { kind: "referral" }> | null {
  const listed = message.isAuthoritative ? message.authorities : [...message.authorities, ...message.answers];
  const isBelow = (owner: string) => owner !== zone && isEqualOrBelow(owner, zone) && isEqualOrBelow(name, owner);
  const servers = listed.filter((record) => record.type === "NS" && isBelow(record.name));
  const [first] = servers;
  if (first === undefined) return null;
  const own = servers.filter((record) => record.name === first.name);
  return {
    kind: "referral",
    zone: first.name,
    names: own.map(({ value }) => value),
    ttlSeconds: Math.min(...own.map(({ ttl }) => ttl)),
  };
}

/** A referral to the zone itself or above it: the server does not serve the zone. */
function isLame(message: DnsMessage, zone: string): boolean {
  const upward = message.authorities.filter((record) => record.type === "NS" && isEqualOrBelow(zone, record.name));
  if (upward.some((record) => record.name !== zone)) return true;
  return upward.length > 0 && !message.isAuthoritative;
}

/** RFC 6672: a server that knows no DNAME leaves the CNAME that follows from it to the resolver. */
function withSynthesisedAlias(answers: readonly ResourceRecord[], name: string): ResourceRecord[] {
  const above = answers.find(
    ({ type, name: owner }) => type === "DNAME" && owner !== name && isEqualOrBelow(name, owner),
  );
  if (above === undefined || answers.some((record) => record.type === "CNAME" && record.name === name))
    return [...answers];
  const value = `${name.slice(0, name.length - above.name.length)}${above.value}`;
  return [{ name, type: "CNAME", value, ttl: above.ttl }, ...answers];
}
