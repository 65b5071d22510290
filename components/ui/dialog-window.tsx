"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import type { ReactNode } from "react";
import { dialogClasses, overlayClasses } from "@/components/ui/dialog-classes";
import type { TriggerElement } from "@/components/ui/lazy-trigger";
import { useReturnFocus } from "@/components/ui/return-focus";

export type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  trigger?: TriggerElement | undefined;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  width?: "small" | "medium" | "large";
  footer?: ReactNode;
  children: ReactNode;
};

const widths = { small: "sm:max-w-md", medium: "sm:max-w-xl", large: "sm:max-w-3xl" } as const;

/** The opened part of a Dialog. */
export function DialogWindow({
  title,
  description,
  open,
  onOpenChange,
  width = "medium",
  footer,
  children,
}: Omit<DialogProps, "trigger" | "open" | "onOpenChange"> & { open: boolean; onOpenChange: (open: boolean) => void }) {
  const returnFocus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayClasses} />
        <Radix.Content
          {...returnFocus}
          className={`${dialogClasses} ${widths[width]}`}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <div className="flex items-start gap-3 border-line border-b py-3 pr-2 pl-5">
            <div className="min-w-0 flex-1 py-1.5">
              <Radix.Title className="font-semibold text-lg leading-6 tracking-tight [overflow-wrap:anywhere]">
                {title}
              </Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-ink-soft text-sm">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close
              aria-label="Close"
              className="control-square inline-flex shrink-0 items-center justify-center rounded-lg text-ink-soft hover:bg-quiet-soft hover:text-ink"
            >
              <X aria-hidden className="size-4" />
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 py-4">{children}</div>
          {footer && (
            <div className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] max-sm:[&>*]:flex-1">
              {footer}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function WindowClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
