"use client";

import { Building2, ChevronsUpDown, Eye } from "lucide-react";
import { lazy } from "react";
import { useShellSession } from "@/components/session/shell-session";
import { DropdownMenu } from "@/components/ui/dropdown-menu";

const load = () => import("@/components/shell/tenant-menu-items");
const TenantMenuItems = lazy(() => load().then((file) => ({ default: file.TenantMenuItems })));

/** The current company, and a menu to switch to another. */
export function TenantSwitcher() {
  const { tenant, viewingUntil } = useShellSession();

  if (viewingUntil !== null) {
    return (
      <p className="control flex w-full min-w-0 items-center gap-2.5 rounded-lg border border-waiting bg-waiting-soft px-2.5">
        <Eye aria-hidden className="size-4 shrink-0 text-waiting" />
        <span className="min-w-0 flex-1 truncate font-medium text-sm">{tenant.name}</span>
      </p>
    );
  }
  return (
    <DropdownMenu
      load={load}
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`Company: ${tenant.name}`}
          className="control flex w-full min-w-0 items-center gap-2.5 rounded-lg border border-line bg-card px-2.5 text-left shadow-lift-1 hover:border-line-strong"
        >
          <Building2 aria-hidden className="size-4 shrink-0 text-ink-soft" />
          <span className="min-w-0 flex-1 truncate font-medium text-sm">{tenant.name}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-soft" />
        </button>
      }
    >
      <TenantMenuItems />
    </DropdownMenu>
  );
}
