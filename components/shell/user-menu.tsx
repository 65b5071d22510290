"use client";

import { lazy } from "react";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import type { SessionResource } from "@/lib/accounts/users/schema";

const load = () => import("@/components/shell/user-menu-items");
const UserMenuItems = lazy(() => load().then((file) => ({ default: file.UserMenuItems })));

/** `inDashboard`: with the profile and shortcuts, which the support console does not have. */
export function UserMenu({
  user,
  compact = false,
  inDashboard = true,
}: {
  user: SessionResource["user"];
  compact?: boolean;
  inDashboard?: boolean;
}) {
  const name = user.name || user.email;

  return (
    <DropdownMenu
      load={load}
      align={compact ? "end" : "start"}
      side={compact ? "bottom" : "top"}
      trigger={
        <button
          type="button"
          aria-label={`Your account: ${name}`}
          className={`control flex min-w-0 items-center gap-2.5 rounded-lg text-left hover:bg-quiet-soft ${compact ? "px-1.5" : "w-full px-2"}`}
        >
          <span
            aria-hidden
            className="flex size-7 shrink-0 items-center justify-center rounded-full bg-accent-soft font-medium text-accent text-xs uppercase"
          >
            {initials(name)}
          </span>
          {!compact && <span className="min-w-0 flex-1 truncate text-sm">{name}</span>}
        </button>
      }
    >
      <UserMenuItems email={user.email} inDashboard={inDashboard} />
    </DropdownMenu>
  );
}

function initials(name: string): string {
  const [first = "", second = ""] = name.split(/[\s@._-]+/);
  return `${first.charAt(0)}${second.charAt(0)}` || "?";
}
