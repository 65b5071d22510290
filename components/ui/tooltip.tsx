"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { createPortal } from "react-dom";

type Side = "top" | "right" | "bottom" | "left";
type Place = { left: number; top: number; side: Side };

const delayMs = 350;
const gap = 6;
const neededHeight = 40;

/**
 * A few words about its one child, on hover and on focus; Escape puts them away (WCAG 1.4.13). Never the only place
 * where something is said.
 */
export function Tooltip({ text, side = "top", children }: { text: ReactNode; side?: Side; children: ReactNode }) {
  const id = useId();
  const box = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [place, setPlace] = useState<Place | null>(null);
  const shown = place !== null;

  function show() {
    const rect = box.current?.firstElementChild?.getBoundingClientRect();
    if (rect) setPlace(placeBeside(rect, side));
  }

  function hide() {
    clearTimeout(timer.current);
    setPlace(null);
  }

  useEffect(() => {
    if (!shown) return;
    const child = box.current?.firstElementChild;
    // A name that says the same is not said twice.
    const described = child?.getAttribute("aria-label") === text ? null : child;
    described?.setAttribute("aria-describedby", id);
    const onKeyDown = (event: KeyboardEvent) => event.key === "Escape" && setPlace(null);
    const onScroll = () => setPlace(null);
    addEventListener("keydown", onKeyDown);
    addEventListener("scroll", onScroll, true);
    return () => {
      described?.removeAttribute("aria-describedby");
      removeEventListener("keydown", onKeyDown);
      removeEventListener("scroll", onScroll, true);
    };
  }, [shown, id, text]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only looks at what its child does
    <span
      ref={box}
      className="contents"
      onPointerOver={(event) => {
        if (event.pointerType === "touch" || shown) return;
        clearTimeout(timer.current);
        timer.current = setTimeout(show, delayMs);
      }}
      onPointerOut={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && hide()}
      onPointerDown={hide}
      onFocus={(event) => event.target.matches(":focus-visible") && show()}
      onBlur={hide}
    >
      {children}
      {place &&
        createPortal(
          <span
            id={id}
            role="tooltip"
            style={{ left: place.left, top: place.top }}
            className={`pointer-events-none fixed z-50 w-max max-w-64 animate-appear rounded-md bg-ink px-2 py-1 text-paper text-xs leading-5 shadow-lift-2 ${shifts[place.side]}`}
          >
            {text}
          </span>,
          document.body,
        )}
    </span>
  );
}

const shifts: Record<Side, string> = {
  top: "-translate-x-1/2 -translate-y-full",
  bottom: "-translate-x-1/2",
  left: "-translate-x-full -translate-y-1/2",
  right: "-translate-y-1/2",
};

/** Beside the element, on the other side where there is no room, and never over the window's edge by more than it must. */
function placeBeside(rect: DOMRect, wanted: Side): Place {
  const side = wanted === "top" && rect.top < neededHeight ? "bottom" : wanted;
  const inside = (middle: number) => Math.min(Math.max(middle, 72), Math.max(72, innerWidth - 72));
  const middleX = inside(rect.left + rect.width / 2);
  const middleY = rect.top + rect.height / 2;
  if (side === "top") return { side, left: middleX, top: rect.top - gap };
  if (side === "bottom") return { side, left: middleX, top: rect.bottom + gap };
  return { side, left: side === "left" ? rect.left - gap : rect.right + gap, top: middleY };
}
