import type { ReactNode } from "react";
import { type ShellSession, ShellSessionProvider } from "@/components/session/shell-session";
import { Brand } from "@/components/shell/brand";
import { EnvironmentSwitch, EnvironmentTint } from "@/components/shell/environment-switch";
import { ViewBanner } from "@/components/shell/lazy-view-banner";
import { OverlayHost } from "@/components/shell/overlay-host";
import { PaletteButton } from "@/components/shell/palette-button";
import { ReachBanner } from "@/components/shell/reach-banner";
import { SideNav } from "@/components/shell/side-nav";
import { SkipLink } from "@/components/shell/skip-link";
import { TenantSwitcher } from "@/components/shell/tenant-switcher";
import { TopBar } from "@/components/shell/top-bar";
import { TourHint, TourProvider } from "@/components/shell/tour";
import { UserMenu } from "@/components/shell/user-menu";
import { Announcer } from "@/components/ui/announcer";
import { Badge } from "@/components/ui/badge";
import { ReadOnly } from "@/components/ui/read-only";
import { ToastRegion } from "@/components/ui/toast-region";

/** The frame of every dashboard page. */
export function DashboardShell({ session, children }: { session: ShellSession; children: ReactNode }) {
  const viewing = session.viewingUntil !== null;
  return (
    <ShellSessionProvider session={session}>
      <SkipLink />
      <EnvironmentTint />
      <TourProvider>
        <div
          // A page that support staff open is in the audit log: none is opened ahead of a click.
          data-prefetch={viewing ? "off" : "on"}
          className={`lg:grid lg:grid-cols-[15rem_minmax(0,1fr)] ${viewing ? "[--shell-top:7.5rem] lg:[--shell-top:4rem]" : "[--shell-top:3.5rem] lg:[--shell-top:0px]"}`}
        >
          <header className="sticky top-0 hidden h-dvh flex-col gap-3 overflow-y-auto border-line border-r p-3 lg:flex">
            <div className="flex items-center justify-between gap-2 pl-1">
              <Brand />
              {session.sandbox && <Badge>Sandbox</Badge>}
            </div>
            <TenantSwitcher />
            <EnvironmentSwitch />
            <PaletteButton />
            <SideNav />
            <div className="mt-auto grid gap-3">
              <TourHint className="grid" />
              <div className="border-line border-t pt-2">
                <UserMenu user={session.user} />
              </div>
            </div>
          </header>
          <TopBar />
          <main
            id="content"
            tabIndex={-1}
            className="mx-auto w-full min-w-0 max-w-7xl px-4 pt-6 pb-24 outline-none sm:px-6 lg:px-10 lg:pt-8"
          >
            {viewing && <ViewBanner />}
            <ReadOnly on={viewing}>{children}</ReadOnly>
            <TourHint className="mt-8 grid lg:hidden" />
          </main>
        </div>
      </TourProvider>
      <OverlayHost />
      <Announcer />
      <ToastRegion />
      <ReachBanner />
    </ShellSessionProvider>
  );
}
