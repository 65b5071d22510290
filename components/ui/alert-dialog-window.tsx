"use client";

import * as Radix from "radix-ui/alert-dialog";
import type { ReactNode } from "react";
import { dialogClasses, overlayClasses } from "@/components/ui/dialog-classes";
import type { TriggerElement } from "@/components/ui/lazy-trigger";
import { useReturnFocus } from "@/components/ui/return-focus";

export type AlertDialogProps = {
  title: ReactNode;
  description: ReactNode;
  trigger?: TriggerElement | undefined;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The safe choice: one button. */
  cancel: ReactNode;
  /** The other choice. It does not close the dialog. */
  action?: ReactNode;
  children?: ReactNode;
};

/** The opened part of an AlertDialog. */
export function AlertDialogWindow({
  title,
  description,
  open,
  onOpenChange,
  cancel,
  action,
  children,
}: Omit<AlertDialogProps, "trigger" | "open" | "onOpenChange"> & {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const returnFocus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content {...returnFocus} className={`${dialogClasses} gap-4 overflow-y-auto p-6 sm:max-w-md`}>
          <div className="grid gap-2">
            <Radix.Title className="font-semibold text-lg leading-6 tracking-tight [overflow-wrap:anywhere]">
              {title}
            </Radix.Title>
            <Radix.Description asChild>
              <div className="text-ink-soft">{description}</div>
            </Radix.Description>
          </div>
          {children}
          <div className="flex flex-wrap justify-end gap-2 max-sm:flex-col-reverse">
            <Radix.Cancel asChild>{cancel}</Radix.Cancel>
            {action}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
