"use client";

import { lazy } from "react";
import { LazyTrigger } from "@/components/ui/lazy-trigger";
import type { PopoverProps } from "@/components/ui/popover-panel";

const load = () => import("@/components/ui/popover-panel");
const PopoverPanel = lazy(() => load().then((file) => ({ default: file.PopoverPanel })));

/** A small panel next to its trigger, for a few controls or an explanation. `label` is its accessible name. */
export function Popover(props: PopoverProps) {
  const { trigger, open, onOpenChange } = props;
  return (
    <LazyTrigger kind="dialog" trigger={trigger} open={open} onOpenChange={onOpenChange} load={load} ownTrigger>
      {(state) => <PopoverPanel {...props} {...state} />}
    </LazyTrigger>
  );
}
