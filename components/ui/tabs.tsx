"use client";

import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";

const tabClasses =
  "control -mb-px inline-flex items-center gap-2 whitespace-nowrap border-transparent border-b-2 px-1 text-ink-soft outline-offset-[-2px] hover:text-ink";
const barClasses = "flex gap-5 overflow-x-auto overflow-y-hidden border-line border-b [scrollbar-width:none]";

/** Tabs that are pages, each with its own URL. */
export function TabLinks({
  label,
  links,
  current,
}: {
  label: string;
  links: readonly { href: string; label: ReactNode }[];
  current: string;
}) {
  return (
    <nav aria-label={label} className={barClasses}>
      {links.map(({ href, label: text }) => (
        <Link
          key={href}
          href={href}
          aria-current={href === current ? "page" : undefined}
          className={`${tabClasses} aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink data-pending:border-line-strong data-pending:text-ink motion-safe:data-pending:animate-pulse`}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
