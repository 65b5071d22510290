import { isIPv4, isIPv6 } from "node:net";
import type { RecordSet } from "@/lib/dns/zones/record-set";
import type { ModelRow, ModelZone } from "./model-zone";
import { readText, writeText } from "./record-text";

// For stand-ins whose API speaks of record sets, with values as in a master file.

export function findSet(zone: ModelZone, name: string, type: string): RecordSet | null {
  return zone.sets().find((set) => set.name === name && set.type === type) ?? null;
}

export function rowsOf(zone: ModelZone, name: string, type: string): ModelRow[] {
  return zone.rows().filter((row) => row.name === name && row.type === type);
}

/** The set is these values afterwards; none: it is gone. Rows that stay keep what else they have. */
export function replaceSet(
  zone: ModelZone,
  set: { name: string; type: string; ttl: number; values: readonly string[] },
): void {
  const { name, type, ttl, values } = set;
  const existing = rowsOf(zone, name, type);
  for (const row of existing) {
    if (values.includes(row.value)) zone.change(row.id, { ttl });
    else zone.remove(row.id);
  }
  for (const value of values) {
    if (!existing.some((row) => row.value === value)) zone.put({ name, type, ttl, value });
  }
}

/** True where a CNAME would stand beside other records. */
export function isCnameConflict(zone: ModelZone, name: string, type: string): boolean {
  const others = zone.rows().filter((row) => row.name === name && row.type !== type);
  return type === "CNAME" ? others.length > 0 : others.some((row) => row.type === "CNAME");
}

const targetTypes = ["CNAME", "MX", "NS", "SRV", "PTR", "ALIAS"];

export function hasTarget(type: string): boolean {
  return targetTypes.includes(type);
}

/** TXT in quotes, targets with a final dot. */
export function writeValue(type: string, value: string): string {
  if (type === "TXT") return writeText(value);
  return hasTarget(type) && !value.endsWith(".") ? `${value}.` : value;
}

/** null: the text is no value of the type. A target without a final dot is below `origin`, or refused where that is null. */
export function readValue(type: string, text: string, origin: string | null): string | null {
  if (type === "A") return isIPv4(text) ? text : null;
  if (type === "AAAA") return isIPv6(text) ? text.toLowerCase() : null;
  if (type === "TXT") return isQuoted(text) ? readText(text) : null;
  if (type === "CAA") return /^\d+ \w+ ".*"$/.test(text) ? text : null;
  if (!hasTarget(type)) return text;
  if (text.endsWith(".")) return text.toLowerCase().slice(0, -1);
  return origin === null ? null : `${text.toLowerCase()}.${origin}`;
}

/** Strings in quotes, each of at most 255 octets. */
export function isQuoted(text: string): boolean {
  if (!/^"(?:[^"\\]|\\.)*"(?: "(?:[^"\\]|\\.)*")*$/.test(text)) return false;
  const strings = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, inner = ""]) => inner);
  return strings.every((inner) => inner.replace(/\\(\d{3}|.)/g, "x").length <= 255);
}

export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
