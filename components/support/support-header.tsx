"use client";

import { Activity, Building2, Inbox, LayoutDashboard, Waypoints } from "lucide-react";
import { usePathname } from "next/navigation";
import { Brand } from "@/components/shell/brand";
import { UserMenu } from "@/components/shell/user-menu";
import { Link } from "@/components/ui/link";
import type { SessionResource } from "@/lib/accounts/users/schema";

const places = [
  { href: "/support", label: "Stuck", icon: Inbox, within: /^\/support($|\/(queue|connections)\/)/ },
  { href: "/support/tenants", label: "Companies", icon: Building2, within: /^\/support\/tenants/ },
  { href: "/support/edges", label: "Edges", icon: Waypoints, within: /^\/support\/edges/ },
  { href: "/support/health", label: "Health", icon: Activity, within: /^\/support\/health/ },
] as const;

/** The top of every page of the console: its sections, and a link to the dashboard that is open in this browser. */
export function SupportHeader({ session }: { session: Pick<SessionResource, "user" | "tenant" | "viewingUntil"> }) {
  const path = usePathname();
  const { user, tenant, viewingUntil } = session;
  return (
    <header className="sticky top-0 z-20 border-line border-b bg-card">
      <div className="mx-auto flex w-full max-w-7xl flex-wrap items-center gap-x-5 px-4 sm:px-6 lg:px-10">
        <div className="flex h-14 items-center gap-2.5">
          <Brand href="/support" />
          <span className="rounded-full bg-accent-soft px-2 text-accent text-sm leading-6">Support</span>
        </div>
        <nav
          aria-label="Support console"
          className="flex gap-1 max-sm:order-last max-sm:-mx-2 max-sm:justify-between max-sm:w-[calc(100%+1rem)] max-sm:border-line max-sm:border-t max-sm:py-1"
        >
          {places.map(({ href, label, icon: Icon, within }) => (
            <Link
              key={href}
              href={href}
              aria-current={path === href ? "page" : within.test(path) ? "true" : undefined}
              className="control-small group flex items-center gap-2 rounded-lg px-2.5 text-ink-soft text-sm hover:bg-quiet-soft hover:text-ink max-sm:gap-1.5 max-sm:px-1.5 aria-[current]:bg-quiet-soft aria-[current]:font-medium aria-[current]:text-ink"
            >
              <Icon aria-hidden className="size-4 shrink-0 group-aria-[current]:text-accent" />
              {label}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex min-w-0 items-center gap-2">
          {tenant && (
            <Link
              href="/"
              className="control-small flex min-w-0 items-center gap-2 rounded-lg px-2.5 text-ink-soft text-sm hover:bg-quiet-soft hover:text-ink max-sm:hidden"
            >
              <LayoutDashboard aria-hidden className="size-4 shrink-0" />
              <span className="truncate">
                {viewingUntil ? "Viewing" : "Dashboard of"} {tenant.name}
              </span>
            </Link>
          )}
          <UserMenu user={user} compact inDashboard={false} />
        </div>
      </div>
    </header>
  );
}
