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
