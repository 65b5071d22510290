"use client";

import Link from "next/link";
import * as Radix from "radix-ui/tabs";
import type { ReactNode } from "react";

const tabClasses =
  "control -mb-px inline-flex items-center gap-2 whitespace-nowrap border-transparent border-b-2 px-1 text-ink-soft outline-offset-[-2px] hover:text-ink";
const barClasses = "flex gap-5 overflow-x-auto overflow-y-hidden border-line border-b [scrollbar-width:none]";

export type Tab = { value: string; label: ReactNode; content: ReactNode };

/** Panels of one page, one at a time. Without `value` it keeps the selected one in its own state. */
export function Tabs({
  label,
  tabs,
  value,
  onValueChange,
}: {
  label: string;
  tabs: readonly Tab[];
  value?: string;
  onValueChange?: (value: string) => void;
}) {
  const controlled = value === undefined ? { defaultValue: tabs[0]?.value ?? "" } : { value };
  return (
    <Radix.Root {...controlled} {...(onValueChange ? { onValueChange } : {})}>
      <Radix.List aria-label={label} className={barClasses}>
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className={`${tabClasses} data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink`}
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-5 outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}

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
          className={`${tabClasses} aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink`}
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
