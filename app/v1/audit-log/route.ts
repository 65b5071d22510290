import { listAuditLogEndpoint } from "@/lib/api/endpoints/audit";
import { handle } from "@/lib/api/handle";
import { listAuditLog } from "@/lib/platform/audit/list-audit-log";

export const GET = handle(listAuditLogEndpoint, listAuditLog);
