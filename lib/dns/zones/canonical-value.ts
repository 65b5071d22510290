import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";
import { isEqualOrBelow, normaliseName } from "@/lib/dns/domain-name";
import { quotedString, quotedStrings } from "@/lib/dns/records/zone-file";
import { ProviderFault } from "@/lib/dns/zones/provider-fault";

/**
 * A value as a provider presents it (quotes, final dots, upper case), in the one form that callers see:
 * TXT: the joined, decoded text. A, AAAA: the normal form. CNAME, NS, ALIAS: absolute, lower-case, without a dot. MX
 * `10 mail.example.com`, SRV `0 5 443 host.example`, CAA `0 issue "ca.example"`. Another type or no such value: as it came.
 */
export function canonicalValue(type: string, text: string): string {
  return type === "TXT" ? unquoteText(text) : normalValue(type, text);
}

/** The same of a value that callers gave: text of a TXT record stays as it is, also where it begins with a quote. Idempotent. */
export function normalValue(type: string, value: string): string {
  const fields = value.trim().split(/\s+/);
  switch (type) {
    case "A":
      return isIPv4(value.trim()) ? value.trim() : value;
    case "AAAA":
      return isIPv6(value.trim()) && !value.includes("%") ? ipaddr.IPv6.parse(value.trim()).toString() : value;
    case "CAA":
      return normalCaa(value);
    case "MX":
      return normalNumbered(fields, 1) ?? value;
    case "SRV":
      return normalNumbered(fields, 3) ?? value;
    default:
      return isTargetType(type) ? normalTarget(value.trim()) : value;
  }
}

/** As a master file has it, for providers that want presentation form: TXT quoted, targets with a final dot. */
export function presentationValue(type: string, value: string): string {
  if (type === "TXT") return quoteText(value);
  const hasTarget = type === "MX" || type === "SRV" || isTargetType(type);
  return hasTarget && !value.endsWith(".") ? `${value}.` : value;
}

/** How the provider writes a name below its zone: `www`; `apex` for the zone's own name. */
export function relativeName(name: string, zone: string, apex: "@" | "" = "@"): string {
  if (!isEqualOrBelow(name, zone)) throw new ProviderFault("zone_not_here", { said: `${name} is not below ${zone}.` });
  return name === zone ? apex : name.slice(0, name.length - zone.length - 1);
}

/**
 * The inverse, of a label as the provider writes it: `@`, "", upper case; a final dot marks a name that is absolute already.
 * `www.example.com` in the zone `example.com` is www.example.com.example.com, a common mistake of people: never guess.
 * Providers that send full names: `normaliseName`.
 */
export function absoluteName(label: string, zone: string): string {
  if (label.endsWith(".")) return normaliseName(label);
  return label === "" || label === "@" ? zone : `${label.toLowerCase()}.${zone}`;
}

/** The joined text of a TXT record to `"chunk" "chunk"`, each of at most 255 octets, escaped as in a master file. */
export function quoteText(text: string): string {
  return quotedStrings(bytesOfText(text));
}

/** The joined text of `"chunk" "chunk"`; text that is not entirely quoted strings stays as it is. */
export function unquoteText(text: string): string {
  if (!quotedForm.test(text)) return text;
  const bytes: Buffer[] = [];
  for (const [, inner = ""] of text.matchAll(eachString)) {
    for (const [, decimal, escaped, plain] of inner.matchAll(element)) {
      const isOctet = decimal !== undefined && Number(decimal) <= 0xff;
      if (isOctet) bytes.push(Buffer.of(Number(decimal)));
      else bytes.push(Buffer.from(decimal ?? escaped ?? plain ?? "", "utf8"));
    }
  }
  return textOfBytes(Buffer.concat(bytes));
}

/** `10 mail.example.com` to its number and the rest; of MX and SRV. */
export function splitPriority(value: string): { priority: number; rest: string } {
  const [, priority = "0", rest = value] = /^(\d+)\s+(.*)$/s.exec(value.trim()) ?? [];
  return { priority: Number(priority), rest };
}

/** An MX or SRV value from a provider's two fields. */
export function joinPriority(priority: number | string, rest: string): string {
  return `${Number(priority)} ${rest}`;
}

/**
 * Octets of a TXT record as a string that JSON and PostgreSQL can hold, and back without loss: UTF-8, and an octet that is
 * none, or NUL, as U+EF00 + octet (in the private use area; its own characters count as octets too).
 */
export function textOfBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("utf8");
  if (!unsafe.test(text) && Buffer.from(text, "utf8").equals(bytes)) return text;
  return readOctets(Buffer.from(bytes));
}

/** The octets of a TXT record's text. */
export function bytesOfText(text: string): Buffer {
  if (!octetMark.test(text)) return Buffer.from(text, "utf8");
  return Buffer.concat(
    Array.from(text, (character) =>
      octetMark.test(character) ? Buffer.of((character.codePointAt(0) ?? 0) & 0xff) : Buffer.from(character, "utf8"),
    ),
  );
}

/** RFC 1035, section 5.1. */
const quotedForm = /^\s*"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*\s*$/s;
const eachString = /"((?:[^"\\]|\\.)*)"/gs;
const element = /\\(\d{3})|\\(.)|([^\\]+)/gsu;

const octetBase = 0xef00;
const octetMark = /[\uef00\uef80-\uefff]/;
const unsafe = /[\0\ufffd\uef00\uef80-\uefff]/;
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function readOctets(bytes: Buffer): string {
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const character = readCharacter(bytes, at);
    text += character ?? String.fromCharCode(octetBase + (bytes[at] ?? 0));
    at += character === null ? 1 : Buffer.byteLength(character, "utf8");
  }
  return text;
}

/** null: the octet here begins no character, or one that reads like an octet's mark. */
function readCharacter(bytes: Buffer, at: number): string | null {
  const first = bytes[at] ?? 0;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  try {
    const character = strict.decode(bytes.subarray(at, at + length));
    return character === "\0" || octetMark.test(character) ? null : character;
  } catch {
    return null;
  }
}

const targetTypes: ReadonlySet<string> = new Set(["CNAME", "NS", "PTR", "DNAME", "ALIAS", "ANAME"]);

function isTargetType(type: string): boolean {
  return targetTypes.has(type);
}

/** The root, the target of a null MX, keeps its dot. */
function normalTarget(text: string): string {
  return text === "." || text === "" ? text : normaliseName(text);
}

function normalNumbered(fields: readonly string[], numbers: number): string | null {
  const target = fields[numbers];
  const isNumbered = fields.slice(0, numbers).every((field) => /^\d{1,5}$/.test(field));
  if (target === undefined || fields.length > numbers + 1 || !isNumbered) return null;
  return [...fields.slice(0, numbers).map((field) => String(Number(field))), normalTarget(target)].join(" ");
}

function normalCaa(value: string): string {
  const [, flags, tag, data] = /^\s*(\d{1,3})\s+([A-Za-z0-9]+)\s+(.*?)\s*$/s.exec(value) ?? [];
  if (flags === undefined || tag === undefined || data === undefined) return value;
  return `${Number(flags)} ${tag.toLowerCase()} ${quotedString(bytesOfText(unquoteText(data)))}`;
}
