"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import type { ReactNode } from "react";
import { useReturnFocus } from "@/components/ui/return-focus";

const widths = { small: "sm:max-w-md", medium: "sm:max-w-xl", large: "sm:max-w-3xl" } as const;

/** The sheet that dialogs share: in the middle of a wide screen, at the bottom of a small one. */
export const sheetLook =
  "fixed inset-x-0 bottom-0 z-40 flex max-h-[92dvh] animate-rise flex-col rounded-t-2xl border border-line bg-card shadow-lift-3 outline-none sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-[max(1rem,calc(50dvh-22rem))] sm:max-h-[calc(100dvh-2rem)] sm:w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:rounded-2xl";

export const veilLook = "fixed inset-0 z-30 animate-appear bg-veil";

/**
 * A window over the page. With `trigger` it opens itself; else `open` and `onOpenChange` do. Put a form's buttons into
 * `footer`, with `form="its id"`.
 */
export function Dialog({
  title,
  description,
  trigger,
  open,
  onOpenChange,
  width = "medium",
  footer,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  trigger?: ReactNode;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  width?: keyof typeof widths;
  footer?: ReactNode;
  children: ReactNode;
}) {
  const returnFocus = useReturnFocus();
  return (
    <Radix.Root {...(open === undefined ? {} : { open })} {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={veilLook} />
        <Radix.Content
          {...returnFocus}
          className={`${sheetLook} ${widths[width]}`}
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

/** Closes the dialog around it; wraps one button. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
