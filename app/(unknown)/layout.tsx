import type { ReactNode } from "react";
import { pageRuntime } from "@/app/page-runtime";
import { findPageSession, pageEnvironment } from "@/app/page-session";
import { QueryProvider } from "@/components/queries/query-provider";
import { Brand } from "@/components/shell/brand";
import { DashboardShell } from "@/components/shell/dashboard-shell";

/** The dashboard's shell for those who are signed in, so that search and navigation are there; else only the brand. */
export default async function Layout({ children }: { children: ReactNode }) {
  const session = await findPageSession();
  if (session?.tenant) {
    const { service } = await pageRuntime();
    const shown = { sandbox: service.policy.sandbox, environment: await pageEnvironment() };
    return (
      <QueryProvider>
        <DashboardShell session={{ ...session, tenant: session.tenant, ...shown }}>{children}</DashboardShell>
      </QueryProvider>
    );
  }
  return (
    <main id="content" className="mx-auto grid min-h-dvh max-w-md content-center gap-6 px-5">
      <Brand />
      {children}
    </main>
  );
}
