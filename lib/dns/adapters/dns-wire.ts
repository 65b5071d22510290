import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { bytesOfText, canonicalValue, textOfBytes, unquoteText } from "@/lib/dns/zones/canonical-value";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

/** DNS messages as updates and transfers need them: with the octets of each record, which a set of others is kept by. */
export type WireRecord = { name: string; type: number; class: number; ttl: number; rdata: Buffer };

export type WireMessage = {
  id: number;
  flags: number;
  rcode: number;
  answers: WireRecord[];
  authorities: WireRecord[];
  additionals: WireRecord[];
  /** Where the last record of the message begins: a TSIG, if there is one. */
  lastRecordAt: number;
};

export const typeNumbers: Readonly<Record<string, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  DNAME: 39,
  CAA: 257,
};
export const classes = { in: 1, none: 254, any: 255 } as const;
export const metaTypes = { tsig: 250, axfr: 252, any: 255 } as const;

const typeNames = new Map(Object.entries(typeNumbers).map(([name, number]) => [number, name]));
const headerBytes = 12;
const maxNameBytes = 255;
/** A server that a tenant named must not keep us busy. */
const maxRecords = 20_000;

export function typeName(type: number): string {
  return typeNames.get(type) ?? `TYPE${type}`;
}

/** In canonical form: lower-case, not compressed. @throws ProviderFault record_refused */
export function encodeName(name: string): Buffer {
  const labels = name === "" || name === "." ? [] : (name.match(/(?:\\\d{3}|\\.|[^\\.])+/gs) ?? []);
  const parts = labels.map((label) => {
    const bytes = bytesOfLabel(label);
    if (bytes.length > 63) throw refused(`${name} has a label of more than 63 octets.`);
    return Buffer.concat([Buffer.of(bytes.length), bytes]);
  });
  const wire = Buffer.concat([...parts, Buffer.of(0)]);
  if (wire.length > maxNameBytes) throw refused(`${name} is longer than a name may be.`);
  return wire;
}

/** @throws ProviderFault record_refused */
export function encodeRdata(type: string, value: string): Buffer {
  const fields = value.split(" ");
  const numbers = fields.slice(0, -1).map(Number);
  const target = fields.at(-1) ?? "";
  switch (type) {
    case "A":
      if (!isIPv4(value)) throw refused(`${value} is no IPv4 address.`);
      return Buffer.from(ipaddr.IPv4.parse(value).toByteArray());
    case "AAAA":
      if (!isIPv6(value)) throw refused(`${value} is no IPv6 address.`);
      return Buffer.from(ipaddr.IPv6.parse(value).toByteArray());
    case "CNAME":
      return encodeName(value);
    case "MX":
    case "SRV":
      if (fields.length !== (type === "MX" ? 2 : 4)) throw refused(`${value} is no value of ${type}.`);
      return Buffer.concat([...numbers.map(uint16), encodeName(target)]);
    case "TXT":
      return Buffer.concat(stringsOf(bytesOfText(value)).map((part) => Buffer.concat([Buffer.of(part.length), part])));
    case "CAA":
      return encodeCaa(value);
    default:
      throw refused(`${type} is not written.`);
  }
}

/** The canonical value; `\# length hex` (RFC 3597) of a type that is not written. */
export function decodeRdata({ type, rdata }: WireRecord): string {
  const name = typeName(type);
  switch (name) {
    case "A":
      return Array.from(rdata).join(".");
    case "AAAA":
      return ipaddr.fromByteArray([...rdata]).toString();
    case "NS":
    case "CNAME":
    case "PTR":
    case "DNAME":
      return readName(rdata, 0).name;
    case "MX":
      return `${rdata.readUInt16BE(0)} ${readName(rdata, 2).name || "."}`;
    case "SRV":
      return [0, 2, 4]
        .map((at) => rdata.readUInt16BE(at))
        .join(" ")
        .concat(` ${readName(rdata, 6).name || "."}`);
    case "TXT":
      return textOfBytes(Buffer.concat(readStrings(rdata)));
    case "CAA": {
      const tagLength = rdata[1] ?? 0;
      const tag = rdata.subarray(2, 2 + tagLength).toString("latin1");
      const data = Array.from(rdata.subarray(2 + tagLength), (byte) => `\\${String(byte).padStart(3, "0")}`).join("");
      return canonicalValue("CAA", `${rdata[0] ?? 0} ${tag} "${data}"`);
    }
    default:
      return `\\# ${rdata.length} ${rdata.toString("hex")}`;
  }
}

export function encodeRecord({ name, type, class: klass, ttl, rdata }: WireRecord): Buffer {
  const fixed = Buffer.alloc(8);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(klass, 2);
  fixed.writeUInt32BE(ttl, 4);
  return Buffer.concat([encodeName(name), fixed, uint16(rdata.length), rdata]);
}

export type Sections = {
  id: number;
  opcode: "query" | "update";
  question: { name: string; type: number };
  answers?: readonly WireRecord[];
  authorities?: readonly WireRecord[];
};

/** A query, or an update (RFC 2136): zone, prerequisites in `answers`, changes in `authorities`. */
export function encodeMessage({ id, opcode, question, answers = [], authorities = [] }: Sections): Buffer {
  const flags = opcode === "update" ? 5 << 11 : 0;
  const counts = [1, answers.length, authorities.length, 0];
  const asked = Buffer.concat([encodeName(question.name), uint16(question.type), uint16(classes.in)]);
  return Buffer.concat([
    ...[id, flags, ...counts].map(uint16),
    asked,
    ...answers.map(encodeRecord),
    ...authorities.map(encodeRecord),
  ]);
}

/** @throws Error on octets that are not one well-formed message */
export function decodeMessage(bytes: Buffer): WireMessage {
  if (bytes.length < headerBytes) throw new Error("shorter than a header");
  const [questions = 0, ...counts] = [4, 6, 8, 10].map((at) => bytes.readUInt16BE(at));
  if (counts.reduce((sum, count) => sum + count, 0) > maxRecords) throw new Error("too many records");
  let at = headerBytes;
  for (let index = 0; index < questions; index += 1) at = readName(bytes, at).end + 4;
  let lastRecordAt = at;
  const sections = counts.map((count) =>
    Array.from({ length: count }, () => {
      const read = readRecord(bytes, at);
      lastRecordAt = at;
      at = read.end;
      return read.record;
    }),
  );
  const [answers = [], authorities = [], additionals = []] = sections;
  const flags = bytes.readUInt16BE(2);
  return { id: bytes.readUInt16BE(0), flags, rcode: flags & 0xf, answers, authorities, additionals, lastRecordAt };
}

/** A name, and where it ends. Pointers lead backwards only (RFC 1035, section 4.1.4). */
export function readName(bytes: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let end = -1;
  let limit = start + 1;
  let total = 0;
  for (let at = start; ; ) {
    const length = bytes.readUInt8(at);
    if (length >= 0xc0) {
      const target = bytes.readUInt16BE(at) & 0x3fff;
      if (end < 0) end = at + 2;
      if (target >= limit - 1) throw new Error("a pointer that does not lead backwards");
      at = target;
      limit = target + 1;
      continue;
    }
    if (length > 63) throw new Error("an unknown kind of label");
    if (length === 0) return { name: labels.join("."), end: end < 0 ? at + 1 : end };
    total += length + 1;
    if (total > maxNameBytes || at + 1 + length > bytes.length) throw new Error("a name that is too long");
    labels.push(labelOf(bytes.subarray(at + 1, at + 1 + length)));
    at += length + 1;
  }
}

export function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value & 0xffff);
  return bytes;
}

function readRecord(bytes: Buffer, start: number): { record: WireRecord; end: number } {
  const { name, end: at } = readName(bytes, start);
  const [type, klass, ttl] = [bytes.readUInt16BE(at), bytes.readUInt16BE(at + 2), bytes.readUInt32BE(at + 4)];
  const from = at + 10;
  const end = from + bytes.readUInt16BE(at + 8);
  if (end > bytes.length) throw new Error("a record reaches beyond the message");
  return { record: { name, type, class: klass, ttl, rdata: uncompressed(bytes, type, from, end) }, end };
}

/** Names inside the data of these types may be compressed (RFC 3597, section 4). */
function uncompressed(bytes: Buffer, type: number, from: number, end: number): Buffer {
  const before: Record<string, number> = { NS: 0, CNAME: 0, PTR: 0, DNAME: 0, MX: 2, SRV: 6 };
  const fixed = before[typeName(type)];
  if (fixed === undefined || end === from) return Buffer.from(bytes.subarray(from, end));
  return Buffer.concat([bytes.subarray(from, from + fixed), encodeName(readName(bytes, from + fixed).name)]);
}

function bytesOfLabel(label: string): Buffer {
  const parts = [...label.matchAll(/\\(\d{3})|\\(.)|([^\\]+)/gs)];
  return Buffer.concat(
    parts.map(([, decimal, escaped, plain]) =>
      decimal === undefined
        ? Buffer.from((escaped ?? plain ?? "").toLowerCase(), "utf8")
        : Buffer.of(Number(decimal) & 0xff),
    ),
  );
}

function labelOf(bytes: Buffer): string {
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte).toLowerCase();
    if (character === "." || character === "\\") return `\\${character}`;
    return byte > 0x20 && byte < 0x7f ? character : `\\${String(byte).padStart(3, "0")}`;
  }).join("");
}

const maxStringBytes = 255;

function stringsOf(bytes: Buffer): Buffer[] {
  const count = Math.max(1, Math.ceil(bytes.length / maxStringBytes));
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * maxStringBytes, (index + 1) * maxStringBytes),
  );
}

function readStrings(rdata: Buffer): Buffer[] {
  const strings: Buffer[] = [];
  for (let at = 0; at < rdata.length; ) {
    const length = rdata[at] ?? 0;
    strings.push(rdata.subarray(at + 1, at + 1 + length));
    at += length + 1;
  }
  return strings;
}

function encodeCaa(value: string): Buffer {
  const [, flags, tag, data] = /^(\d+) ([a-z0-9]+) (".*")$/s.exec(value) ?? [];
  if (flags === undefined || tag === undefined || data === undefined) throw refused(`${value} is no value of CAA.`);
  return Buffer.concat([Buffer.of(Number(flags) & 0xff, tag.length), Buffer.from(tag), bytesOfText(unquoteText(data))]);
}

function refused(said: string): ProviderFault {
  return new ProviderFault("record_refused", { said });
}
