import type { RecordTemplate } from "@/lib/dns/records/schema";

/** A row of the editor as it is typed. `key` is its own for as long as the editor is open. */
export type DraftRow = { key: number; host: string; type: RecordTemplate["type"]; value: string; ttl: string };

/** What a row cannot be sent with, by wire param as the API would say it. */
export type DraftProblem = { param: string; text: string };

export const maxRows = 20;
const minTtlSeconds = 30;
const maxTtlSeconds = 86_400;

/** What the platform tells customers without a template, as a first draft of one. */
export const firstRows: readonly Omit<DraftRow, "key">[] = [
  { host: "{{hostname}}", type: "CNAME", value: "{{edge_hostname}}", ttl: "300" },
];

export function toDraft(templates: readonly RecordTemplate[] | null): DraftRow[] {
  const rows = templates?.map((template) => ({ ...template, ttl: String(template.ttl) })) ?? firstRows;
  return rows.map((row, key) => ({ ...row, key }));
}

/** The templates of a draft, as they would be sent; a TTL that is no number becomes the shortest one, for the preview. */
export function toTemplates(rows: readonly DraftRow[]): RecordTemplate[] {
  return rows.map(({ host, type, value, ttl }) => ({
    host: host.trim(),
    type,
    value: value.trim(),
    ttl: /^\d{1,9}$/.test(ttl.trim()) ? Number(ttl.trim()) : minTtlSeconds,
  }));
}

/** The first thing that keeps a draft from being sent; null: nothing that can be told from its form alone. */
export function formProblem(rows: readonly DraftRow[]): DraftProblem | null {
  for (const [index, row] of rows.entries()) {
    const at = (field: string) => `record_template.${index}.${field}`;
    if (row.host.trim() === "") return { param: at("host"), text: "Enter a host, as {{hostname}}." };
    if (row.value.trim() === "") return { param: at("value"), text: "Enter a value." };
    const ttl = Number(row.ttl.trim());
    if (!/^\d{1,9}$/.test(row.ttl.trim()) || ttl < minTtlSeconds || ttl > maxTtlSeconds) {
      return { param: at("ttl"), text: `Enter seconds from ${minTtlSeconds} to ${maxTtlSeconds}.` };
    }
  }
  return null;
}

/** Whether saving would change anything. */
export function isSameDraft(rows: readonly DraftRow[], templates: readonly RecordTemplate[] | null): boolean {
  if (templates === null || rows.length !== templates.length) return false;
  return toTemplates(rows).every((row, index) => {
    const saved = templates[index];
    return saved && (["host", "type", "value", "ttl"] as const).every((field) => row[field] === saved[field]);
  });
}
