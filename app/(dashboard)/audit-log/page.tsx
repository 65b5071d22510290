import type { Metadata } from "next";
import { pageEnvironment } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { AuditLog } from "@/components/audit/audit-log";
import { auditQuery } from "@/components/audit/queries";
import { auditActions } from "@/lib/platform/audit/catalog";
import { listAuditLog } from "@/lib/platform/audit/list-audit-log";

export const metadata: Metadata = { title: "Audit log" };

export default async function Page({ searchParams }: { searchParams: Promise<{ action?: string | string[] }> }) {
  const requested = (await searchParams).action;
  const action = auditActions.find((known) => known === requested) ?? null;
  return (
    <Prefetched title="Audit log" queries={[prefetch(auditQuery(action, await pageEnvironment()), listAuditLog)]}>
      <AuditLog />
    </Prefetched>
  );
}
