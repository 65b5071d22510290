"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";

/** Actions for the selected rows. It overlays the page while rows are selected, so that nothing moves. */
export function BulkBar({
  count,
  noun,
  onClear,
  more,
  children,
}: {
  count: number;
  /** Plural, as "connections". */
  noun: string;
  onClear: () => void;
  /** Selects what is not shown, too. */
  more?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="pointer-events-none sticky bottom-4 z-10 flex justify-center">
      <p role="status" className="sr-only">
        {count > 0 ? `${count} ${noun} selected` : ""}
      </p>
      {count > 0 && (
        <section
          aria-label={`With the selected ${noun}`}
          className="pointer-events-auto flex max-w-full animate-rise flex-wrap items-center gap-1.5 rounded-xl sm:gap-2 border border-line-strong bg-card py-1.5 pr-1.5 pl-4 shadow-lift-2"
        >
          <span className="text-sm tabular-nums sm:mr-2">
            <strong className="font-semibold">{count.toLocaleString("en-GB")}</strong> selected
          </span>
          {more}
          {children}
          <IconButton label="Clear the selection" icon={X} onClick={onClear} />
        </section>
      )}
    </div>
  );
}
