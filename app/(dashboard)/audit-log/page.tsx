import type { Metadata } from "next";
import { pageEnvironment } from "@/app/page-session";
import { Prefetched, prefetch } from "@/app/prefetch";
import { type SearchParams, toQuery } from "@/app/search-params";
import { AuditLog } from "@/components/audit/audit-log";
import { parseAuditView } from "@/components/audit/audit-view";
import { auditQuery } from "@/components/audit/queries";
import { listAuditLog } from "@/lib/platform/audit/list-audit-log";

export const metadata: Metadata = { title: "Audit log" };

export default async function Page({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const view = parseAuditView(toQuery(await searchParams));
  return (
    <Prefetched title="Audit log" queries={[prefetch(auditQuery(view, await pageEnvironment()), listAuditLog)]}>
      <AuditLog />
    </Prefetched>
  );
}
