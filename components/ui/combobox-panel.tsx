"use client";

import * as Popover from "radix-ui/popover";
import type { ReactNode, RefObject } from "react";

/** The opened part of a Combobox, under `anchor`, which keeps the focus. */
export function ComboboxPanel({
  open,
  onOpenChange,
  anchor,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  anchor: RefObject<HTMLDivElement | null>;
  children: ReactNode;
}) {
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLDivElement>} />
      {/* Not in a portal: it belongs to the landmark or the dialog around it. */}
      <Popover.Content
        align="start"
        sideOffset={4}
        collisionPadding={8}
        role="presentation"
        onOpenAutoFocus={(event) => event.preventDefault()}
        onCloseAutoFocus={(event) => event.preventDefault()}
        onInteractOutside={(event) => anchor.current?.contains(event.target as Node) && event.preventDefault()}
        className="z-50 max-h-72 w-(--radix-popover-trigger-width) animate-appear overflow-y-auto rounded-xl border border-line bg-card p-1 shadow-lift-2"
      >
        {children}
      </Popover.Content>
    </Popover.Root>
  );
}
