"use client";

import { useQueryClient } from "@tanstack/react-query";
import { BookOpen, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from "lucide-react";
import { useSyncExternalStore } from "react";
import { signOut } from "@/components/auth/auth-calls";
import { openShortcutsHelp } from "@/components/shell/overlays";
import { readTheme, setTheme, subscribeToTheme, type Theme } from "@/components/shell/theme";
import { Kbd } from "@/components/ui/kbd";
import { MenuChoice, MenuItem, MenuLabel, MenuLink, MenuSeparator } from "@/components/ui/menu-content";
import { toast } from "@/components/ui/toast";

const themeOptions = [
  { value: "system", label: "System", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

export function UserMenuItems({ email, inDashboard }: { email: string; inDashboard: boolean }) {
  const client = useQueryClient();
  const theme = useSyncExternalStore<Theme>(subscribeToTheme, readTheme, () => "system");

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
    <>
      <MenuLabel>{email}</MenuLabel>
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
    </>
  );
}
