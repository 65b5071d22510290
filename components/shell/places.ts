import {
  AppWindow,
  ChartNoAxesColumn,
  Globe,
  LayoutDashboard,
  LifeBuoy,
  type LucideIcon,
  Mail,
  PanelTop,
  ScrollText,
  Settings,
  Table2,
  Users,
  Webhook,
} from "lucide-react";

export type Place = {
  href: string;
  label: string;
  icon: LucideIcon;
  /** The key after `g` that leads there. */
  goKey?: string;
  /** Off: its data is in the page, which would be old when it is opened. */
  prefetch?: "off";
};

export type PlaceGroup = { label: string | null; places: readonly Place[] };

const main: readonly Place[] = [
  { href: "/", label: "Overview", icon: LayoutDashboard, goKey: "o" },
  { href: "/connections", label: "Domains", icon: Globe, goKey: "c" },
  { href: "/applications", label: "Applications", icon: AppWindow, goKey: "a" },
  { href: "/webhooks", label: "Webhooks", icon: Webhook, goKey: "w" },
];

const company: readonly Place[] = [
  { href: "/usage", label: "Usage", icon: ChartNoAxesColumn, goKey: "u" },
  { href: "/team", label: "Team", icon: Users, goKey: "t" },
  { href: "/audit-log", label: "Audit log", icon: ScrollText, goKey: "l" },
  { href: "/settings", label: "Settings", icon: Settings, goKey: "s" },
];

const sandboxPlaces: readonly Place[] = [
  { href: "/sandbox", label: "Customer DNS", icon: Table2, goKey: "d" },
  { href: "/sandbox/widget", label: "Widget", icon: PanelTop, goKey: "p" },
  { href: "/sandbox/mails", label: "Mails", icon: Mail, goKey: "m", prefetch: "off" },
];

const staffPlaces: readonly Place[] = [{ href: "/support", label: "Support", icon: LifeBuoy }];

/** The pages that this visitor can open, in the order of the sidebar. */
export function placeGroups({ sandbox, isStaff }: { sandbox: boolean; isStaff: boolean }): PlaceGroup[] {
  return [
    { label: null, places: main },
    { label: "Company", places: company },
    ...(sandbox ? [{ label: "Sandbox", places: sandboxPlaces }] : []),
    ...(isStaff ? [{ label: "Staff", places: staffPlaces }] : []),
  ];
}

/** The place that a path belongs to: the one with the longest matching address. */
export function placeOf(groups: readonly PlaceGroup[], path: string): Place | undefined {
  return groups
    .flatMap(({ places }) => places)
    .filter(({ href }) => path === href || (href !== "/" && path.startsWith(`${href}/`)))
    .sort((one, other) => other.href.length - one.href.length)[0];
}
