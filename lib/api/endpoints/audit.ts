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
  summary: "List audit log entries, newest first",
  description:
    "The log covers the whole account: a key sees the entries of both environments. `since` is inclusive, `until` is exclusive. An entry is written in the transaction of the change; refused requests and requests that change nothing have none.",
  replica: true,
  status: 200,
  input: listAuditLogSchema,
  output: pageOf(auditEntrySchema),
  errors: [],
  example: {
    input: { action: "application.updated", since: "2026-11-01T00:00:00Z" },
    output: { data: [exampleAuditEntry], nextCursor: null },
  },
});
