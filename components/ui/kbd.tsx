import type { ReactNode } from "react";

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex min-w-5 items-center justify-center rounded border border-line bg-paper px-1 font-sans text-ink-soft text-xs leading-[1.125rem]">
      {children}
    </kbd>
  );
}
