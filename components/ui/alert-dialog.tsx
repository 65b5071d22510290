"use client";

import { lazy } from "react";
import type { AlertDialogProps } from "@/components/ui/alert-dialog-window";
import { LazyTrigger } from "@/components/ui/lazy-trigger";

const load = () => import("@/components/ui/alert-dialog-window");
const AlertDialogWindow = lazy(() => load().then((file) => ({ default: file.AlertDialogWindow })));

/** A dialog that needs an answer: a click outside does not close it, and the focus starts on the safe choice. */
export function AlertDialog({ trigger, open, onOpenChange, ...rest }: AlertDialogProps) {
  return (
    <LazyTrigger kind="dialog" trigger={trigger} open={open} onOpenChange={onOpenChange} load={load}>
      {(state) => <AlertDialogWindow {...rest} {...state} />}
    </LazyTrigger>
  );
}
