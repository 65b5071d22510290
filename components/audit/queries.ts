import { pageQuery } from "@/components/queries/endpoint-query";
import { listAuditLogEndpoint } from "@/lib/api/endpoints/audit";
import type { AuditAction } from "@/lib/platform/audit/catalog";

export function auditQuery(action: AuditAction | null) {
  return pageQuery(listAuditLogEndpoint, { limit: 50, ...(action && { action }) }, { pageLimit: 40 });
}
