"use client";

import { Menu, Search } from "lucide-react";
import { lazy } from "react";
import { useShellSession } from "@/components/session/shell-session";
import { Brand } from "@/components/shell/brand";
import { EnvironmentName } from "@/components/shell/environment-switch";
import { openPalette } from "@/components/shell/overlays";
import { UserMenu } from "@/components/shell/user-menu";
import { LazyTrigger } from "@/components/ui/lazy-trigger";

const squareClasses =
  "control-square inline-flex shrink-0 items-center justify-center rounded-lg text-ink-soft hover:bg-quiet-soft hover:text-ink";

const load = () => import("@/components/shell/drawer");
const Drawer = lazy(() => load().then((file) => ({ default: file.Drawer })));

/** Below 1024 px: the sidebar is a drawer. */
export function TopBar() {
  const { user } = useShellSession();
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-1 border-line border-b bg-card px-2 sm:px-4 lg:hidden">
      <LazyTrigger
        kind="dialog"
        load={load}
        trigger={
          <button type="button" aria-label="Open menu" className={squareClasses}>
            <Menu aria-hidden className="size-5" />
          </button>
        }
      >
        {(state) => <Drawer {...state} />}
      </LazyTrigger>
      <Brand />
      <EnvironmentName />
      <span className="flex-1" />
      <button type="button" aria-label="Search" onClick={openPalette} className={squareClasses}>
        <Search aria-hidden className="size-5" />
      </button>
      <UserMenu user={user} compact />
    </header>
  );
}
