import { type AuditView, auditFilter } from "@/components/audit/audit-view";
import { pageQuery } from "@/components/queries/endpoint-query";
import { listAuditLogEndpoint } from "@/lib/api/endpoints/audit";
import type { Environment } from "@/lib/kernel/scopes";

const limit = 50;

/** A visit of support staff is one row. */
export function auditQuery(view: AuditView, environment: Environment) {
  const input = { limit, visits: "grouped", ...auditFilter(view, environment) } as const;
  return pageQuery(listAuditLogEndpoint, input, { pageLimit: 40 });
}

/** The entries of one visit, by the id of the entry that began it. */
export function visitQuery(visit: string) {
  return pageQuery(listAuditLogEndpoint, { limit, visit }, { pageLimit: 40 });
}
