"use client";

import { usePathname } from "next/navigation";
import { useShellSession } from "@/components/session/shell-session";
import { type Place, placeGroups, placeOf } from "@/components/shell/places";
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
            {group.places.map((place) => (
              <li key={place.href}>
                <PlaceLink
                  place={place}
                  current={place !== current ? undefined : place.href === path ? "page" : "true"}
                  {...(onNavigate ? { onClick: onNavigate } : {})}
                />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

type PlaceLinkProps = { place: Place; current: "page" | "true" | undefined; onClick?: () => void };

function PlaceLink({ place: { href, label, icon: Icon, prefetch }, current, onClick }: PlaceLinkProps) {
  return (
    <Link
      href={href}
      {...(onClick ? { onClick } : {})}
      aria-current={current}
      data-prefetch={prefetch}
      className="control-small group flex items-center gap-2.5 rounded-lg px-2.5 text-ink-soft text-sm hover:bg-quiet-soft hover:text-ink aria-[current]:bg-card aria-[current]:font-medium aria-[current]:text-ink aria-[current]:shadow-lift-1 data-pending:bg-quiet-soft data-pending:text-ink motion-safe:data-pending:animate-pulse"
    >
      <Icon aria-hidden className="size-4 shrink-0 group-aria-[current]:text-accent" />
      {label}
    </Link>
  );
}
