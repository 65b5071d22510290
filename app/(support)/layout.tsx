import type { ReactNode } from "react";
import { staffSession } from "@/app/page-session";
import { Brand } from "@/components/shell/brand";
import { SkipLink } from "@/components/shell/skip-link";
import { Announcer } from "@/components/ui/announcer";
import { ToastRegion } from "@/components/ui/toast";

/** The console of support staff. For everyone else it does not exist. */
export default async function Layout({ children }: { children: ReactNode }) {
  const { session } = await staffSession();
  return (
    <>
      <SkipLink />
      <header className="border-line border-b">
        <div className="mx-auto flex w-full max-w-7xl flex-wrap items-center justify-between gap-3 px-4 py-3 sm:px-6 lg:px-10">
          <Brand />
          <span className="text-ink-soft text-sm [overflow-wrap:anywhere]">{session.user.email}</span>
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full min-w-0 max-w-7xl px-4 pt-6 pb-24 outline-none sm:px-6 lg:px-10 lg:pt-8"
      >
        {children}
      </main>
      <Announcer />
      <ToastRegion />
    </>
  );
}
