"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useId, useState } from "react";

/** A card that shows its heading, a line about its content and `aside`, and the rest on a click. */
export function FoldingSection({
  title,
  description,
  aside,
  initiallyOpen = false,
  children,
}: {
  title: string;
  /** One line. */
  description?: ReactNode;
  aside?: ReactNode;
  initiallyOpen?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  // What changes afterwards neither opens nor closes it.
  const [open] = useState(initiallyOpen || undefined);
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-xl border border-line bg-card shadow-lift-1">
      <details className="group/folding" open={open}>
        <summary className="flex min-h-13 list-none items-center gap-2 rounded-xl py-1.5 pr-3 pl-3 hover:bg-hover [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-4 shrink-0 text-ink-soft group-open/folding:rotate-90 motion-safe:transition-transform"
          />
          <div className="min-w-0 flex-1">
            <h2 id={id} className="font-semibold">
              {title}
            </h2>
            {description && <p className="truncate text-ink-soft text-sm">{description}</p>}
          </div>
          {aside}
        </summary>
        <div className="border-line border-t px-4 py-3">{children}</div>
      </details>
    </section>
  );
}
