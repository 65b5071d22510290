import { isIPv4 } from "node:net";
import { type Answer, decode, encode, type RecordType as QuestionType } from "dns-packet";
import ipaddr from "ipaddr.js";
import { normaliseName } from "@/lib/dns/domain-name";
import type { ResourceRecord } from "@/lib/dns/records";
import { presentServiceBinding } from "@/lib/dns/service-binding";

/** A decoded response. `rcode` includes the EDNS extension bits (RFC 6891); names are normalised. */
export type DnsMessage = {
  id: number;
  isResponse: boolean;
  isAuthoritative: boolean;
  isTruncated: boolean;
  isRecursionAvailable: boolean;
  /** The AD bit: a resolver has validated the answer by DNSSEC. */
  isValidated: boolean;
  rcode: number;
  question: { name: string; type: string } | null;
  answers: ResourceRecord[];
  authorities: ResourceRecord[];
  /** Addresses only: the glue of a referral. */
  glue: ResourceRecord[];
  /** Seconds for which "no such data" may be cached: the SOA's minimum or its TTL, whichever is less (RFC 2308). */
  negativeTtlSeconds?: number;
};

/** `checkingDisabled`: a validating resolver answers without validating (RFC 4035, section 3.2.2). */
export type DnsQuery = {
  id: number;
  name: string;
  type: string;
  recursionDesired: boolean;
  edns: boolean;
  checkingDisabled?: boolean;
};

export const rcodes = {
  noError: 0,
  formErr: 1,
  servFail: 2,
  nxDomain: 3,
  notImp: 4,
  refused: 5,
  notAuth: 9,
  badVers: 16,
};

// DNS Flag Day 2020: 1232 bytes fit every path without fragmentation.
const ednsPayloadSize = 1232;

export function encodeQuery(query: DnsQuery): Buffer {
  return encode({
    type: "query",
    id: query.id,
    // A resolver says whether it has validated if the AD bit asks for that (RFC 6840, section 5.7).
    flags: (query.recursionDesired ? 0x0120 : 0) | (query.checkingDisabled ? 0x0010 : 0),
    questions: [{ name: query.name, type: codecType(query.type) as QuestionType, class: "IN" }],
    additionals: query.edns
      ? [
          {
            type: "OPT",
            name: ".",
            udpPayloadSize: ednsPayloadSize,
            extendedRcode: 0,
            ednsVersion: 0,
            flags: 0,
            flag_do: false,
            options: [],
          },
        ]
      : [],
  });
}

/** Throws on bytes that are not one well-formed message, or that would take unusual work to read. */
export function decodeMessage(bytes: Buffer): DnsMessage {
  assertBounded(bytes);
  const packet = decode(bytes);
  if (!(decode.bytes <= bytes.length)) {
    throw new Error("a record reaches beyond the message");
  }
  const flags = packet.flags ?? 0;
  const question = packet.questions?.[0];
  const authorities = packet.authorities ?? [];
  const opt = packet.additionals?.find((record) => record.type === "OPT");
  const soa = authorities.find((record) => record.type === "SOA");
  return {
    id: packet.id ?? 0,
    isResponse: packet.flag_qr,
    isAuthoritative: packet.flag_aa,
    isTruncated: packet.flag_tc,
    isRecursionAvailable: packet.flag_ra,
    isValidated: packet.flag_ad,
    rcode: (flags & 0xf) | ((opt?.type === "OPT" ? opt.extendedRcode : 0) << 4),
    question: question === undefined ? null : { name: normaliseName(question.name), type: typeName(question.type) },
    answers: readRecords(packet.answers ?? []),
    authorities: readRecords(authorities),
    glue: readRecords((packet.additionals ?? []).filter(({ type }) => type === "A" || type === "AAAA")),
    negativeTtlSeconds: soa?.type === "SOA" ? Math.min(soa.ttl ?? 0, soa.data.minimum ?? 0) : undefined,
  };
}

/** Types that the codec does not know. */
const serviceTypes = new Map([
  ["SVCB", "UNKNOWN_64"],
  ["HTTPS", "UNKNOWN_65"],
]);

function codecType(type: string): string {
  return serviceTypes.get(type) ?? type;
}

function typeName(type: string): string {
  return [...serviceTypes].find(([, unknown]) => unknown === type)?.[0] ?? type;
}

/** Real messages have a few dozen records, and no pointer to a pointer. */
const maxRecords = 256;
const maxPointerChain = 4;
const headerBytes = 12;

/**
 * 64 KB can claim 65,535 records in each section, or make each of thousands of names a walk along thousands of compression
 * pointers. The labels between pointers are bounded by the length of a name.
 */
function assertBounded(bytes: Buffer): void {
  if (bytes.length < headerBytes) throw new Error("shorter than a header");
  const counts = [4, 6, 8, 10].map((offset) => bytes.readUInt16BE(offset));
  if (counts.reduce((sum, count) => sum + count, 0) > maxRecords) throw new Error(`more than ${maxRecords} records`);
  // Every two bytes that could be a pointer: where names begin is known only after they are read.
  const chains = new Uint8Array(bytes.length);
  for (let at = headerBytes; at + 1 < bytes.length; at += 1) {
    if ((bytes[at] ?? 0) < 0xc0) continue;
    const target = bytes.readUInt16BE(at) - 0xc000;
    const chain = target < at ? (chains[target] ?? 0) + 1 : 1;
    if (chain > maxPointerChain) throw new Error("a chain of compression pointers");
    chains[at] = chain;
  }
}

function readRecords(answers: readonly Answer[]): ResourceRecord[] {
  const records: ResourceRecord[] = [];
  for (const answer of answers) {
    if (answer.type !== "OPT" && (answer.class === undefined || answer.class === "IN")) {
      records.push({
        name: normaliseName(answer.name),
        type: typeName(answer.type),
        value: readValue(answer),
        ttl: clampTtl(answer.ttl ?? 0),
      });
    }
  }
  return records;
}

function readValue(answer: Exclude<Answer, { type: "OPT" }>): string {
  switch (answer.type) {
    case "A":
      if (!isIPv4(answer.data)) throw new Error("an A record that is no address");
      return answer.data;
    case "AAAA":
      return ipaddr.IPv6.parse(answer.data).toString();
    case "CNAME":
    case "DNAME":
    case "NS":
    case "PTR":
      return withoutTrailingDot(answer.data);
    case "TXT":
      return readText(answer.data);
    case "MX":
      return `${answer.data.preference ?? 0} ${withoutTrailingDot(answer.data.exchange)}`;
    case "SOA": {
      const { mname, rname, serial, refresh, retry, expire, minimum } = answer.data;
      return `${withoutTrailingDot(mname)} ${withoutTrailingDot(rname)} ${serial} ${refresh} ${retry} ${expire} ${minimum}`;
    }
    case "CAA":
      return `${answer.data.flags ?? 0} ${answer.data.tag} "${answer.data.value}"`;
    default:
      if (Buffer.isBuffer(answer.data) && serviceTypes.has(typeName(answer.type))) {
        return presentServiceBinding(answer.data);
      }
      return Buffer.isBuffer(answer.data)
        ? `\\# ${answer.data.length} ${answer.data.toString("hex")}`
        : JSON.stringify(answer.data);
  }
}

function readText(data: unknown): string {
  const chunks = Array.isArray(data) ? data : [data];
  return Buffer.concat(chunks.filter((chunk) => Buffer.isBuffer(chunk))).toString("utf8");
}

function withoutTrailingDot(name: string): string {
  return name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name;
}

/** RFC 2181, section 8: a TTL with the top bit set counts as zero. */
function clampTtl(ttl: number): number {
  return ttl > 0x7fffffff ? 0 : ttl;
}
