"use client";

import {
  cloneElement,
  type HTMLAttributes,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useState,
} from "react";
import { whenIdle } from "@/components/ui/when-idle";

/** One button. */
export type TriggerElement = ReactElement<HTMLAttributes<HTMLButtonElement>>;

/**
 * Renders only the trigger of a dialog or menu until it is first opened. The rest is loaded when the browser is idle, so
 * that it works offline later. The trigger stays the same element, unless `ownTrigger`: the opened part then has its own.
 */
export function LazyTrigger({
  kind,
  trigger,
  open,
  onOpenChange,
  load,
  ownTrigger = false,
  children,
}: {
  kind: "dialog" | "menu";
  trigger?: TriggerElement | undefined;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  load: () => Promise<unknown>;
  ownTrigger?: boolean;
  children: (state: { open: boolean; onOpenChange: (open: boolean) => void }) => ReactNode;
}) {
  const [ownOpen, setOwnOpen] = useState(false);
  const shown = open ?? ownOpen;
  const [used, setUsed] = useState(shown);
  if (shown && !used) setUsed(true);
  useEffect(() => whenIdle(() => void load().catch(() => undefined)), [load]);

  function change(next: boolean) {
    setOwnOpen(next);
    onOpenChange?.(next);
  }

  function onKeyDown(event: KeyboardEvent<HTMLButtonElement>) {
    trigger?.props.onKeyDown?.(event);
    if (kind !== "menu" || event.key !== "ArrowDown") return;
    event.preventDefault();
    change(true);
  }

  const early =
    trigger &&
    cloneElement(trigger, {
      "aria-haspopup": kind,
      "aria-expanded": shown,
      onClick: (event: MouseEvent<HTMLButtonElement>) => {
        trigger.props.onClick?.(event);
        change(!shown);
      },
      onKeyDown,
    });
  const late = used ? children({ open: shown, onOpenChange: change }) : null;
  if (ownTrigger) return late ? <Suspense fallback={early}>{late}</Suspense> : early;
  return (
    <>
      {early}
      <Suspense fallback={null}>{late}</Suspense>
    </>
  );
}
