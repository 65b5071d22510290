import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { isMappable, toAsciiName } from "@/lib/dns/ascii-name";
import { extractHostname } from "@/lib/dns/extract-hostname";

const recordTypes = ["A", "AAAA", "CNAME", "TXT", "CAA", "MX", "NS"] as const;
export type SandboxRecordType = (typeof recordTypes)[number];

/** `name` is absolute without a trailing dot, `ttl` in seconds, `value` in presentation form (TXT without quotes). */
export type SandboxRecord = { name: string; type: SandboxRecordType; value: string; ttl: number };

export type SandboxRecordInput = { name: string; type: string; value: string; ttl?: number };

/** A record that a DNS provider would refuse; the message is meant for people. */
export class SandboxRecordError extends Error {
  readonly param: "name" | "type" | "value" | "ttl";

  constructor(param: SandboxRecordError["param"], message: string) {
    super(message);
    this.name = "SandboxRecordError";
    this.param = param;
  }
}

const defaultTtl = 60;
const maxTtl = 604_800;
const maxTextBytes = 4_096;

/** Reads what a person typed into the form that is stored and served. Throws SandboxRecordError. */
export function parseSandboxRecord(input: SandboxRecordInput): SandboxRecord {
  const type = parseRecordType(input.type);
  const ttl = input.ttl ?? defaultTtl;
  if (!Number.isInteger(ttl) || ttl < 0 || ttl > maxTtl) {
    throw new SandboxRecordError("ttl", `The TTL must be a whole number of seconds from 0 to ${maxTtl}.`);
  }
  return { name: parseRecordName(input.name), type, value: readers[type](input.value), ttl };
}

export function parseRecordType(type: string): SandboxRecordType {
  const wanted = type.toUpperCase();
  const known = recordTypes.find((candidate) => candidate === wanted);
  if (known === undefined) {
    throw new SandboxRecordError("type", `This type is not served here. Use one of ${recordTypes.join(", ")}.`);
  }
  return known;
}

export function parseRecordName(name: string): string {
  const found = extractHostname(name);
  const ascii = found.ok ? toDnsName(found.text) : null;
  const isWildcard = ascii?.startsWith("*.") ?? false;
  if (ascii === null || !isLdhName(isWildcard ? ascii.slice(2) : ascii)) {
    throw new SandboxRecordError("name", "This is not a DNS name. Enter it in full, such as shop.acme.test.");
  }
  return ascii;
}

const readers: Record<SandboxRecordType, (value: string) => string> = {
  A: (value) => {
    if (!isIPv4(value)) throw new SandboxRecordError("value", "An A record holds an IPv4 address, such as 192.0.2.1.");
    return value;
  },
  AAAA: (value) => {
    if (!isIPv6(value) || value.includes("%")) {
      throw new SandboxRecordError("value", "An AAAA record holds an IPv6 address, such as 2001:db8::1.");
    }
    return ipaddr.IPv6.parse(value).toString();
  },
  CNAME: (value) => readTarget(value, "A CNAME record holds a hostname, such as edge.example.com."),
  NS: (value) => readTarget(value, "An NS record holds the hostname of a nameserver."),
  MX: (value) => {
    const match = /^(?<preference>\d{1,5})\s+(?<exchange>\S+)$/.exec(value.trim());
    const problem = "An MX record holds a preference and a hostname, such as 10 mail.example.com.";
    if (match?.groups === undefined || Number(match.groups.preference) > 0xffff) {
      throw new SandboxRecordError("value", problem);
    }
    // A null MX: the domain accepts no mail (RFC 7505).
    if (match.groups.exchange === ".") return `${Number(match.groups.preference)} .`;
    return `${Number(match.groups.preference)} ${readTarget(match.groups.exchange ?? "", problem)}`;
  },
  CAA: (value) => {
    const match = /^(?<flags>\d{1,3})\s+(?<tag>[a-z0-9]{1,15})\s+"?(?<content>[^"]{0,255})"?$/i.exec(value.trim());
    if (match?.groups === undefined || Number(match.groups.flags) > 255) {
      throw new SandboxRecordError(
        "value",
        'A CAA record holds flags, a tag, and a value, such as 0 issue "ca.example".',
      );
    }
    return `${Number(match.groups.flags)} ${match.groups.tag?.toLowerCase()} "${match.groups.content}"`;
  },
  TXT: (value) => {
    const bytes = Buffer.byteLength(value);
    if (bytes === 0 || bytes > maxTextBytes) {
      throw new SandboxRecordError("value", `A TXT record holds a text of 1 to ${maxTextBytes} bytes.`);
    }
    return value;
  },
};

function readTarget(value: string, problem: string): string {
  const name = toDnsName(value);
  if (name === null || !isLdhName(name)) throw new SandboxRecordError("value", problem);
  return name;
}

function toDnsName(input: string): string | null {
  const ascii = isMappable(input) ? toAsciiName(input.trim()) : null;
  return ascii?.endsWith(".") ? ascii.slice(0, -1) : ascii;
}

/** Letters, digits, hyphens, and underscores, as DNS providers accept them. */
function isLdhName(name: string): boolean {
  return name.length <= 253 && !isIPv4(name) && name.split(".").every((label) => /^[a-z0-9_-]{1,63}$/.test(label));
}
