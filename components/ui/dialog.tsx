"use client";

import { lazy, type ReactNode } from "react";
import type { DialogProps } from "@/components/ui/dialog-window";
import { LazyTrigger } from "@/components/ui/lazy-trigger";

const load = () => import("@/components/ui/dialog-window");
const DialogWindow = lazy(() => load().then((file) => ({ default: file.DialogWindow })));
const WindowClose = lazy(() => load().then((file) => ({ default: file.WindowClose })));

/**
 * A dialog over the page, opened by `trigger`, or by `open` and `onOpenChange`. Put a form's buttons into `footer`, with
 * `form="its id"`.
 */
export function Dialog({ trigger, open, onOpenChange, ...rest }: DialogProps) {
  return (
    <LazyTrigger kind="dialog" trigger={trigger} open={open} onOpenChange={onOpenChange} load={load}>
      {(state) => <DialogWindow {...rest} {...state} />}
    </LazyTrigger>
  );
}

/** Wraps one button, which closes the dialog around it. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <WindowClose>{children}</WindowClose>;
}
