import type { ReactNode } from "react";
import { PendingDashboardPage } from "@/app/(dashboard)/pending-dashboard-page";
import { dashboardVisitor, pageEnvironment } from "@/app/page-session";
import { QueryProvider } from "@/components/queries/query-provider";
import { DashboardShell } from "@/components/shell/dashboard-shell";
import { toSessionResource } from "@/lib/accounts/users/get-session";

export default async function Layout({ children }: { children: ReactNode }) {
  const { found, service } = await dashboardVisitor();
  const { tenant, ...visitor } = toSessionResource(found);
  if (!tenant) throw new Error("a page's session has a tenant");
  const session = { ...visitor, tenant, sandbox: service.policy.sandbox, environment: await pageEnvironment() };
  return (
    <QueryProvider>
      <DashboardShell session={session}>
        <PendingDashboardPage>{children}</PendingDashboardPage>
      </DashboardShell>
    </QueryProvider>
  );
}
