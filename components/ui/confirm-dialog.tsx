"use client";

import { lazy } from "react";
import type { ConfirmDialogProps } from "@/components/ui/confirm-window";
import { LazyTrigger } from "@/components/ui/lazy-trigger";

const load = () => import("@/components/ui/confirm-window");
const ConfirmWindow = lazy(() => load().then((file) => ({ default: file.ConfirmWindow })));

/**
 * Asks before something that cannot be undone. The dialog is busy during `onConfirm`, closes when it is done, and shows
 * the message of what it throws. `typed`: the words to type first.
 */
export function ConfirmDialog({ trigger, open, onOpenChange, ...rest }: ConfirmDialogProps) {
  return (
    <LazyTrigger kind="dialog" trigger={trigger} open={open} onOpenChange={onOpenChange} load={load}>
      {(state) => <ConfirmWindow {...rest} {...state} />}
    </LazyTrigger>
  );
}
