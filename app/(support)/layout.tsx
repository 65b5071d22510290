import type { ReactNode } from "react";
import { PendingSupportPage } from "@/app/(support)/pending-support-page";
import { staffVisitor } from "@/app/page-session";
import { QueryProvider } from "@/components/queries/query-provider";
import { ReachBanner } from "@/components/shell/reach-banner";
import { SkipLink } from "@/components/shell/skip-link";
import { SupportHeader } from "@/components/support/support-header";
import { Announcer } from "@/components/ui/announcer";
import { ToastRegion } from "@/components/ui/toast-region";
import { toSessionResource } from "@/lib/accounts/users/get-session";

/** The console of support staff. For everyone else it does not exist. */
export default async function Layout({ children }: { children: ReactNode }) {
  const { found } = await staffVisitor();
  return (
    <QueryProvider>
      <SkipLink />
      <SupportHeader session={toSessionResource(found)} />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full min-w-0 max-w-7xl px-4 pt-6 pb-24 outline-none [--shell-top:6.25rem] sm:px-6 sm:[--shell-top:3.5rem] lg:px-10 lg:pt-8"
      >
        <PendingSupportPage>{children}</PendingSupportPage>
      </main>
      <Announcer />
      <ToastRegion />
      <ReachBanner />
    </QueryProvider>
  );
}
