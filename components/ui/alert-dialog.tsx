"use client";

import * as Radix from "radix-ui/alert-dialog";
import type { ReactNode } from "react";
import { sheetLook, veilLook } from "@/components/ui/dialog";
import { useReturnFocus } from "@/components/ui/return-focus";

/** A question that must be answered: no click outside closes it, and the focus starts on the harmless answer. */
export function AlertDialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  cancel,
  action,
  children,
}: {
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
}) {
  const returnFocus = useReturnFocus();
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={veilLook} />
        <Radix.Content {...returnFocus} className={`${sheetLook} gap-4 overflow-y-auto p-6 sm:max-w-md`}>
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
