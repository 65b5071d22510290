import {
  BookOpen,
  ChartNoAxesColumn,
  FileUp,
  FlaskConical,
  Keyboard,
  KeyRound,
  type LucideIcon,
  Monitor,
  Moon,
  Plus,
  Radio,
  Send,
  Sun,
  UserPlus,
  UserRound,
} from "lucide-react";
import { openShortcutsHelp } from "@/components/shell/overlays";
import { setTheme } from "@/components/shell/theme";
import type { Environment } from "@/lib/kernel/scopes";

/** What the palette offers besides pages: an address to open, or something to do at once. */
export type PaletteAction = {
  label: string;
  icon: LucideIcon;
  /** Other words that people type for it. */
  words: string;
} & ({ href: string } | { run: () => void });

/** @param applicationId whose keys are opened; null: there is no application yet */
export function paletteActions(applicationId: string | null): PaletteAction[] {
  const keys = applicationId === null ? "/applications" : `/applications/${applicationId}/keys`;
  return [
    { label: "Add a domain", icon: Plus, words: "connect new hostname", href: "/connections/new" },
    { label: "Import domains", icon: FileUp, words: "add many csv list upload", href: "/connections/import" },
    { label: "Create an application", icon: Plus, words: "add new product", href: "/applications" },
    { label: "Create an API key", icon: KeyRound, words: "add new token secret", href: keys },
    { label: "Invite a person", icon: UserPlus, words: "add member colleague user team", href: "/team" },
    { label: "Webhook deliveries", icon: Send, words: "events messages attempts", href: "/webhooks/deliveries" },
    { label: "Plan and limits", icon: ChartNoAxesColumn, words: "upgrade billing price quota", href: "/usage" },
    { label: "Your profile", icon: UserRound, words: "account password sessions", href: "/settings/profile" },
    { label: "Documentation", icon: BookOpen, words: "docs help api reference guide", href: "/docs" },
    { label: "Keyboard shortcuts", icon: Keyboard, words: "keys help", run: openShortcutsHelp },
    { label: "Dark theme", icon: Moon, words: "mode appearance colours colors night", run: () => setTheme("dark") },
    { label: "Light theme", icon: Sun, words: "mode appearance colours colors day", run: () => setTheme("light") },
    { label: "Theme of the system", icon: Monitor, words: "mode appearance auto", run: () => setTheme("system") },
  ];
}

/** Shows the other environment's data. */
export function environmentAction(shown: Environment, run: () => void): PaletteAction {
  const words = "environment switch mode test live";
  return shown === "live"
    ? { label: "Show test data", icon: FlaskConical, words, run }
    : { label: "Show live data", icon: Radio, words, run };
}

/** Whether each typed word begins a word of the texts, in any order. Both in lower case. */
export function matchesWords(wanted: string, ...texts: string[]): boolean {
  const words = texts
    .join(" ")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return wanted
    .split(/\s+/)
    .filter(Boolean)
    .every((part) => words.some((word) => word.startsWith(part)));
}
