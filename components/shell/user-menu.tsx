"use client";

import { useQueryClient } from "@tanstack/react-query";
import { BookOpen, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { useSyncExternalStore } from "react";
import { signOut } from "@/components/auth/auth-calls";
import { openShortcutsHelp } from "@/components/shell/overlays";
import { readTheme, setTheme, subscribeToTheme, type Theme } from "@/components/shell/theme";
import { DropdownMenu, MenuChoice, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "@/components/ui/dropdown-menu";
import { Kbd } from "@/components/ui/kbd";
import { toast } from "@/components/ui/toast";
import type { SessionResource } from "@/lib/accounts/users/schema";

const themeOptions = [
  { value: "system", label: "System", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

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
  const client = useQueryClient();
  const theme = useSyncExternalStore<Theme>(subscribeToTheme, readTheme, () => "system");
  const name = user.name || user.email;

  async function leave() {
    try {
      await signOut();
      client.clear();
      // A full page load, so that no data of this visitor stays in memory.
      location.assign("/sign-in");
    } catch (error) {
      toast({ tone: "bad", title: "You are still signed in", text: error instanceof Error ? error.message : "" });
    }
  }

  return (
    <DropdownMenu
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
      <MenuLabel>{user.email}</MenuLabel>
      {inDashboard && (
        <MenuLink href="/settings/profile" icon={UserRound}>
          Your profile
        </MenuLink>
      )}
      <MenuSeparator />
      <MenuChoice label="Theme" options={themeOptions} value={theme} onValueChange={setTheme} />
      <MenuSeparator />
      {inDashboard && (
        <MenuItem icon={Keyboard} shortcut={<Kbd>?</Kbd>} onSelect={openShortcutsHelp}>
          Keyboard shortcuts
        </MenuItem>
      )}
      <MenuLink href="/docs" icon={BookOpen}>
        Documentation
      </MenuLink>
      <MenuSeparator />
      <MenuItem icon={LogOut} onSelect={leave}>
        Sign out
      </MenuItem>
    </DropdownMenu>
  );
}

function initials(name: string): string {
  const [first = "", second = ""] = name.split(/[\s@._-]+/);
  return `${first.charAt(0)}${second.charAt(0)}` || "?";
}
