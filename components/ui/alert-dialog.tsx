"use client";

import { lazy, type ReactNode } from "react";
import { OpenLater } from "@/components/ui/open-later";

export type AlertDialogProps = {
  title: ReactNode;
  description: ReactNode;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The harmless answer: one button. */
  cancel: ReactNode;
  /** The other one; closes nothing by itself. */
  action?: ReactNode;
  children?: ReactNode;
};

const load = () => import("@/components/ui/alert-dialog-window");
const AlertDialogWindow = lazy(() => load().then((file) => ({ default: file.AlertDialogWindow })));

/** A question that must be answered: no click outside closes it, and the focus starts on the harmless answer. */
export function AlertDialog({ trigger, open, onOpenChange, ...rest }: AlertDialogProps) {
  return (
    <OpenLater kind="dialog" trigger={trigger} open={open} onOpenChange={onOpenChange} load={load}>
      {(state) => <AlertDialogWindow {...rest} {...state} />}
    </OpenLater>
  );
}
