"use client";

import * as Radix from "radix-ui/popover";
import type { ReactNode } from "react";
import type { TriggerElement } from "@/components/ui/lazy-trigger";

export type PopoverProps = {
  label: string;
  trigger: TriggerElement;
  align?: "start" | "center" | "end";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
};

/** The opened part of a Popover, with its trigger, which places the panel. */
export function PopoverPanel({
  label,
  trigger,
  align = "start",
  open,
  onOpenChange,
  children,
}: PopoverProps & { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
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
