"use client";

import { lazy } from "react";
import type { AlertDialogProps } from "@/components/ui/alert-dialog-window";
import { LazyTrigger } from "@/components/ui/lazy-trigger";

const load = () => import("@/components/ui/alert-dialog-window");
const AlertDialogWindow = lazy(() => load().then((file) => ({ default: file.AlertDialogWindow })));

/** A question that must be answered: no click outside closes it, and the focus starts on the harmless answer. */
export function AlertDialog({ trigger, open, onOpenChange, ...rest }: AlertDialogProps) {
  return (
    <LazyTrigger kind="dialog" trigger={trigger} open={open} onOpenChange={onOpenChange} load={load}>
      {(state) => <AlertDialogWindow {...rest} {...state} />}
    </LazyTrigger>
  );
}
