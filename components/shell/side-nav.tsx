"use client";

import { usePathname } from "next/navigation";
import { useShellSession } from "@/components/session/shell-session";
import { placeGroups, placeOf } from "@/components/shell/places";
import { Link } from "@/components/ui/link";

/** The main navigation, in the sidebar and in the drawer of a small screen. */
export function SideNav({ onNavigate }: { onNavigate?: () => void }) {
  const session = useShellSession();
  const path = usePathname();
  const groups = placeGroups(session);
  const current = placeOf(groups, path);
  return (
    <nav aria-label="Main" className="grid gap-4">
      {groups.map((group) => (
        <div key={group.label}>
          {group.label && <p className="px-2.5 pb-1 text-ink-soft text-xs">{group.label}</p>}
          <ul className="grid gap-0.5">
            {group.places.map((place) => {
              const Icon = place.icon;
              return (
                <li key={place.href}>
                  <Link
                    href={place.href}
                    {...(onNavigate ? { onClick: onNavigate } : {})}
                    aria-current={place !== current ? undefined : place.href === path ? "page" : "true"}
                    className="control-small group flex items-center gap-2.5 rounded-lg px-2.5 text-ink-soft text-sm hover:bg-quiet-soft hover:text-ink aria-[current]:bg-card aria-[current]:font-medium aria-[current]:text-ink aria-[current]:shadow-lift-1"
                  >
                    <Icon aria-hidden className="size-4 shrink-0 group-aria-[current]:text-accent" />
                    {place.label}
                  </Link>
                </li>
              );
            })}
          </ul>
        </div>
      ))}
    </nav>
  );
}
