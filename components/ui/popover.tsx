"use client";

import { lazy } from "react";
import { LazyTrigger } from "@/components/ui/lazy-trigger";
import type { PopoverProps } from "@/components/ui/popover-panel";

const load = () => import("@/components/ui/popover-panel");
const PopoverPanel = lazy(() => load().then((file) => ({ default: file.PopoverPanel })));

/** A small panel next to its trigger, for a few controls or an explanation. `label` is its accessible name. `load`: what its children need besides. */
export function Popover({ load: loadContent, ...props }: PopoverProps & { load?: () => Promise<unknown> }) {
  const { trigger, open, onOpenChange } = props;
  return (
    <LazyTrigger
      kind="dialog"
      trigger={trigger}
      open={open}
      onOpenChange={onOpenChange}
      load={loadContent ?? load}
      ownTrigger
    >
      {(state) => <PopoverPanel {...props} {...state} />}
    </LazyTrigger>
  );
}
