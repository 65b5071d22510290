"use client";

import { Popper } from "radix-ui/internal";
import * as Portal from "radix-ui/portal";
import type { ReactNode } from "react";

export type TooltipPanelProps = {
  id: string;
  anchor: Element;
  side: "top" | "right" | "bottom" | "left";
  text: ReactNode;
};

/** The visible part of a Tooltip, on `side` of the anchor, or on the opposite side if there is no room. */
export function TooltipPanel({ id, anchor, side, text }: TooltipPanelProps) {
  return (
    <Popper.Root>
      <Popper.Anchor virtualRef={{ current: anchor }} />
      <Portal.Root>
        <Popper.Content
          id={id}
          role="tooltip"
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="pointer-events-none z-50 w-max max-w-64 animate-appear rounded-md bg-ink px-2 py-1 text-paper text-xs leading-5 shadow-lift-2"
        >
          {text}
        </Popper.Content>
      </Portal.Root>
    </Popper.Root>
  );
}
