import type { ReactNode } from "react";
import { pageSession } from "@/app/page-session";
import { DashboardShell } from "@/components/shell/dashboard-shell";

export default async function Layout({ children }: { children: ReactNode }) {
  const { ctx, session } = await pageSession();
  const { tenant, ...visitor } = session;
  if (!tenant) throw new Error("a page's session has a tenant");
  return <DashboardShell session={{ ...visitor, tenant, sandbox: ctx.policy.sandbox }}>{children}</DashboardShell>;
}
