"use client";

import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useId, useRef, useState } from "react";
import type { TooltipPanelProps } from "@/components/ui/tooltip-panel";

const delayMs = 350;

const TooltipPanel = lazy(async (): Promise<{ default: ComponentType<TooltipPanelProps> }> => {
  try {
    return { default: (await import("@/components/ui/tooltip-panel")).TooltipPanel };
  } catch {
    // Offline there is no tooltip. It is never the only place of its text.
    return { default: () => null };
  }
});

/**
 * A short text about its one child, on hover and keyboard focus; Escape closes it (WCAG 1.4.13). Radix's Tooltip would
 * add 18 kB (gzip) to every page, so only its Popper places the panel, loaded when the first tooltip is shown.
 */
export function Tooltip({
  text,
  side = "top",
  children,
}: Pick<TooltipPanelProps, "text"> & Partial<Pick<TooltipPanelProps, "side">> & { children: ReactNode }) {
  const id = useId();
  const box = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [anchor, setAnchor] = useState<Element | null>(null);

  function show() {
    setAnchor(box.current?.firstElementChild ?? null);
  }

  function hide() {
    clearTimeout(timer.current);
    setAnchor(null);
  }

  useEffect(() => {
    if (!anchor) return;
    // A name that is the same text is not read twice.
    const described = anchor.getAttribute("aria-label") === text ? null : anchor;
    described?.setAttribute("aria-describedby", id);
    const onKeyDown = (event: KeyboardEvent) => event.key === "Escape" && setAnchor(null);
    const onScroll = () => setAnchor(null);
    addEventListener("keydown", onKeyDown);
    addEventListener("scroll", onScroll, true);
    return () => {
      described?.removeAttribute("aria-describedby");
      removeEventListener("keydown", onKeyDown);
      removeEventListener("scroll", onScroll, true);
    };
  }, [anchor, id, text]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only observes its child
    <span
      ref={box}
      className="contents"
      onPointerOver={(event) => {
        if (event.pointerType === "touch" || anchor) return;
        clearTimeout(timer.current);
        timer.current = setTimeout(show, delayMs);
      }}
      onPointerOut={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && hide()}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(":focus-visible") && show()}
      onBlur={hide}
    >
      {children}
      <Suspense fallback={null}>{anchor && <TooltipPanel id={id} anchor={anchor} side={side} text={text} />}</Suspense>
    </span>
  );
}
