import type { ModelZone } from "./model-zone";

// The forms in which providers write names and text: apart from the product's own, which the stand-ins judge.

export function labelOf(name: string, zone: ModelZone, apex: "@" | ""): string {
  return name === zone.name ? apex : name.slice(0, -zone.name.length - 1);
}

/** Of a label below the zone; `@` and "" are the zone's own name. */
export function nameOf(label: string, zone: ModelZone): string {
  return label === "" || label === "@" ? zone.name : `${label.toLowerCase()}.${zone.name}`;
}

export function withoutDot(target: unknown): string {
  return String(target ?? "")
    .toLowerCase()
    .replace(/\.$/, "");
}

export type NewRow = { name: string; type: string; ttl: number; value: string; extra?: Record<string, unknown> };

/** What is in the way of a record: the same one, or a CNAME record beside others. */
export function inTheWay(zone: ModelZone, row: NewRow, except?: string): "identical" | "cname" | null {
  const beside = zone.rows().filter(({ id, name }) => name === row.name && id !== except);
  if (beside.some(({ type, value }) => type === row.type && value === row.value)) return "identical";
  const excludes = (type: string) => type === "CNAME" || row.type === "CNAME";
  return beside.some(({ type }) => excludes(type)) ? "cname" : null;
}

/** `"…" "…"`, each of at most 255 octets; quotes and backslashes escaped, other than printable ASCII as \DDD. */
export function writeText(text: string): string {
  const octets = Buffer.from(text, "utf8");
  const chunks: string[] = [];
  for (let at = 0; at < Math.max(1, octets.length); at += 255) {
    const chunk = Array.from(octets.subarray(at, at + 255), (octet) => {
      if (octet === 0x22 || octet === 0x5c) return `\\${String.fromCharCode(octet)}`;
      return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : `\\${String(octet).padStart(3, "0")}`;
    });
    chunks.push(`"${chunk.join("")}"`);
  }
  return chunks.join(" ");
}

/** The text of quoted strings, joined; text without quotes as it is. */
export function readText(written: string): string {
  if (!written.startsWith('"')) return written;
  const octets: number[] = [];
  let inside = false;
  for (let at = 0; at < written.length; at += 1) {
    const character = written.charAt(at);
    if (character === '"') inside = !inside;
    else if (!inside) continue;
    else if (character !== "\\") octets.push(...Buffer.from(character, "utf8"));
    else {
      const digits = /^\d{3}/.exec(written.slice(at + 1))?.[0];
      octets.push(digits === undefined ? written.charCodeAt(at + 1) : Number(digits));
      at += digits === undefined ? 1 : 3;
    }
  }
  return Buffer.from(octets).toString("utf8");
}
