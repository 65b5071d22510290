import { type AuditView, auditFilter } from "@/components/audit/audit-view";
import { pageQuery } from "@/components/queries/endpoint-query";
import { listAuditLogCall } from "@/lib/api/calls/list-audit-log";
import type { Environment } from "@/lib/kernel/scopes";

const limit = 50;

/** A visit of support staff is one row. */
export function auditQuery(view: AuditView, environment: Environment) {
  const input = { limit, visits: "grouped", ...auditFilter(view, environment) } as const;
  return pageQuery(listAuditLogCall, input, { pageLimit: 40 });
}

/** The entries of one visit, by the id of the entry that began it. */
export function visitQuery(visit: string) {
  return pageQuery(listAuditLogCall, { limit, visit }, { pageLimit: 40 });
}
