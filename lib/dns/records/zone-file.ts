import type { DesiredRecord } from "@/lib/dns/records";

const maxStringBytes = 255;

/**
 * Records in the master file format of RFC 1035, section 5, which DNS hosts import. Names are absolute, so that the file
 * can be imported into any zone above them.
 */
export function toZoneFile(hostname: string, records: readonly DesiredRecord[]): string {
  const lines = records.map(({ host, type, value, ttl }) => `${host}. ${ttl} IN ${type} ${dataOf(type, value)}`);
  return `; DNS records for ${hostname}\n${lines.join("\n")}\n`;
}

function dataOf(type: DesiredRecord["type"], value: string): string {
  if (type === "CNAME") return `${value.replace(/\.$/, "")}.`;
  return type === "TXT" ? quotedStrings(value) : value;
}

/** A TXT value as `"…" "…"`: strings of at most 255 octets, what is not printable ASCII as `\DDD`. */
export function quotedStrings(value: string | Uint8Array): string {
  const bytes = typeof value === "string" ? Buffer.from(value, "utf8") : value;
  const strings = Array.from({ length: Math.max(1, Math.ceil(bytes.length / maxStringBytes)) }, (_, index) =>
    quotedString(bytes.subarray(index * maxStringBytes, (index + 1) * maxStringBytes)),
  );
  return strings.join(" ");
}

/** One string, however long. */
export function quotedString(bytes: Uint8Array): string {
  return `"${Array.from(bytes, escaped).join("")}"`;
}

function escaped(byte: number): string {
  if (byte < 0x20 || byte > 0x7e) return `\\${String(byte).padStart(3, "0")}`;
  const character = String.fromCharCode(byte);
  return character === '"' || character === "\\" ? `\\${character}` : character;
}
