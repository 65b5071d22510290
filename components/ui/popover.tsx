"use client";

import * as Radix from "radix-ui/popover";
import type { ReactNode } from "react";

/** A small panel beside its trigger, for a few controls or an explanation. `label` names it. */
export function Popover({
  label,
  trigger,
  align = "start",
  open,
  onOpenChange,
  children,
}: {
  label: string;
  trigger: ReactNode;
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 w-80 max-w-[calc(100vw-1rem)] animate-appear rounded-xl border border-line bg-card p-4 shadow-lift-2 outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
