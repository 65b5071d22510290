import { infiniteQueryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import { request } from "@/lib/api/client";
import { listAuditLogEndpoint } from "@/lib/api/endpoints/audit";
import type { AuditAction } from "@/lib/platform/audit/catalog";
import type { listAuditLogSchema } from "@/lib/platform/audit/schema";

const pageSize = 50;
const maxPages = 40;

export function auditInput(
  action: AuditAction | null,
  cursor: string | null = null,
): z.input<typeof listAuditLogSchema> {
  return { limit: pageSize, ...(action === null ? {} : { action }), ...(cursor === null ? {} : { cursor }) };
}

export function auditQuery(action: AuditAction | null) {
  return infiniteQueryOptions({
    queryKey: ["audit-log", { action }],
    queryFn: ({ pageParam, signal }) => request(listAuditLogEndpoint, auditInput(action, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page, pages) => (pages.length < maxPages ? page.nextCursor : null),
  });
}
