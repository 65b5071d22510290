import { templateLimits } from "@/lib/dns/records/policy";
import type { RecordTemplate } from "@/lib/dns/records/schema";

/** A row of the editor as it is typed. `key` is its React key. */
export type DraftRow = { key: number; host: string; type: RecordTemplate["type"]; value: string; ttl: string };

/** Messages for invalid fields of a row. */
export const rowMessages = {
  host: "Enter a host, such as {{hostname}}.",
  value: "Enter a value.",
  ttl: `Enter seconds from ${templateLimits.minTtl} to ${templateLimits.maxTtl}.`,
};

/** The platform's own records for customers without a template, as a first draft of one. */
export const firstRows: readonly Omit<DraftRow, "key">[] = [
  { host: "{{hostname}}", type: "CNAME", value: "{{edge_hostname}}", ttl: "300" },
];

export function toDraft(templates: readonly RecordTemplate[] | null): DraftRow[] {
  const rows = templates?.map((template) => ({ ...template, ttl: String(template.ttl) })) ?? firstRows;
  return rows.map((row, key) => ({ ...row, key }));
}

/** A draft as it is sent: a TTL that is not a number becomes NaN, which the schema refuses. */
export function toInput(rows: readonly DraftRow[]): RecordTemplate[] {
  return rows.map(({ host, type, value, ttl: typed }) => ({
    host: host.trim(),
    type,
    value: value.trim(),
    ttl: /^\d{1,9}$/.test(typed.trim()) ? Number(typed.trim()) : Number.NaN,
  }));
}

/** A draft for the preview: a TTL that is not a number becomes the shortest one. */
export function toTemplates(rows: readonly DraftRow[]): RecordTemplate[] {
  return toInput(rows).map((row) => ({ ...row, ttl: Number.isNaN(row.ttl) ? templateLimits.minTtl : row.ttl }));
}

/** Whether there is nothing to save. */
export function isSameDraft(rows: readonly DraftRow[], templates: readonly RecordTemplate[] | null): boolean {
  if (templates === null || rows.length !== templates.length) return false;
  return toTemplates(rows).every((row, index) => {
    const saved = templates[index];
    return saved && (["host", "type", "value", "ttl"] as const).every((field) => row[field] === saved[field]);
  });
}
