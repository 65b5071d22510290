"use client";

import { type ReactNode, useLayoutEffect, useRef, useState } from "react";

/**
 * Content that changes while somebody reads what is below it. It keeps its height until it is used itself: what is longer
 * is cut, with a button that shows all of it. `reserve`: classes with the least height, for content that arrives later.
 */
export function SteadyBox({
  reserve,
  more,
  children,
}: {
  reserve: string;
  /** Names what the button shows, such as "all about the TXT record". */
  more: string;
  children: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [hides, setHides] = useState(false);
  const [used, setUsed] = useState(false);

  useLayoutEffect(() => {
    const [outer, inner] = [box.current, content.current];
    if (outer === null || inner === null) return;
    let known = 0;
    const measure = () => {
      const width = outer.offsetWidth;
      if (width !== known) setSize({ width, height: inner.offsetHeight });
      known = width;
      // The box has a new height after the next rendering, and then it is measured again.
      setHides(inner.offsetHeight > outer.offsetHeight + 1);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(outer);
    observer.observe(inner);
    return () => observer.disconnect();
  }, []);

  const use = () => setUsed(true);
  const fixed = size === null || used ? { minHeight: size?.height } : { height: size.height };
  return (
    <div
      ref={box}
      className={`relative -m-1 ${reserve} ${used ? "" : "overflow-hidden"}`}
      style={fixed}
      onPointerDownCapture={use}
      onFocusCapture={use}
    >
      <div ref={content} className="flow-root p-1">
        {children}
      </div>
      {hides && !used && (
        <button
          type="button"
          onClick={use}
          className="control-small absolute inset-x-0 bottom-0 border-line border-t bg-card text-left font-medium text-accent text-sm"
        >
          Show {more}
        </button>
      )}
    </div>
  );
}
