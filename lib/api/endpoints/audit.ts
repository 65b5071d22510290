import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleAuditEntry } from "@/lib/api/endpoints/examples";
import { pageOf } from "@/lib/db/pagination";
import { auditEntrySchema, listAuditLogSchema } from "@/lib/platform/audit/schema";

export const listAuditLogEndpoint = defineEndpoint({
  id: "listAuditLog",
  tag: "audit log",
  method: "GET",
  path: "/v1/audit-log",
  scope: "apps:admin",
  summary: "List who did what, newest first",
  description:
    "The log is the account's: a key sees the entries of both environments. `since` is inclusive, `until` is not. An entry " +
    "is written together with what it tells of: what was refused, and what changed nothing, has none.",
  status: 200,
  input: listAuditLogSchema,
  output: pageOf(auditEntrySchema),
  errors: [],
  example: {
    input: { action: "application.updated", since: "2026-11-01T00:00:00Z" },
    output: { data: [exampleAuditEntry], nextCursor: null },
  },
});
