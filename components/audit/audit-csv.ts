import { csvText } from "@/lib/kernel/csv-text";
import type { AuditEntryResource } from "@/lib/platform/audit/schema";

const columns = [
  "id",
  "created_at",
  "action",
  "actor",
  "actor_name",
  "actor_role",
  "ip",
  "request_id",
  "target_type",
  "target_id",
  "environment",
  "data",
];

/** A file for spreadsheets, with the API's names. */
export function auditCsv(entries: readonly AuditEntryResource[]): string {
  return csvText(
    columns,
    entries.map((entry) => [
      entry.id,
      entry.createdAt.toISOString(),
      entry.action,
      entry.actor,
      entry.actorName,
      entry.actorRole,
      entry.ip,
      entry.requestId,
      entry.targetType,
      entry.targetId,
      entry.environment,
      JSON.stringify(entry.data),
    ]),
  );
}
