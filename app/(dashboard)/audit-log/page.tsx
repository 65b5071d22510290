import type { Metadata } from "next";
import { pageSession } from "@/app/page-session";
import { AuditLog } from "@/components/audit/audit-log";
import { auditInput, auditQuery } from "@/components/audit/queries";
import { Hydrate } from "@/components/queries/hydrate";
import { createQueryClient } from "@/components/queries/query-client";
import { auditActions } from "@/lib/platform/audit/catalog";
import { listAuditLog } from "@/lib/platform/audit/list-audit-log";
import { listAuditLogSchema } from "@/lib/platform/audit/schema";

export const metadata: Metadata = { title: "Audit log" };

export default async function Page({ searchParams }: { searchParams: Promise<{ action?: string | string[] }> }) {
  const { ctx, session } = await pageSession();
  const wanted = (await searchParams).action;
  const action = auditActions.find((known) => known === wanted) ?? null;
  const client = createQueryClient();
  if (session.scopes.includes("apps:admin")) {
    await client.prefetchInfiniteQuery({
      ...auditQuery(action),
      queryFn: () => listAuditLog(ctx, listAuditLogSchema.parse(auditInput(action))),
    });
  }
  return (
    <Hydrate client={client}>
      <AuditLog />
    </Hydrate>
  );
}
