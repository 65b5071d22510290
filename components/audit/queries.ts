import { pageQuery } from "@/components/queries/endpoint-query";
import { listAuditLogEndpoint } from "@/lib/api/endpoints/audit";
import type { Environment } from "@/lib/kernel/scopes";
import type { AuditAction } from "@/lib/platform/audit/catalog";

export function auditQuery(action: AuditAction | null, environment: Environment) {
  return pageQuery(listAuditLogEndpoint, { limit: 50, environment, ...(action && { action }) }, { pageLimit: 40 });
}
