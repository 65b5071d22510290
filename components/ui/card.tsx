import type { ReactNode } from "react";

/** A plain card. Use Section for one with a heading. */
export function Card({ children, className = "p-4 sm:p-5" }: { children: ReactNode; className?: string }) {
  return <div className={`min-w-0 rounded-xl border border-line bg-card shadow-lift-1 ${className}`}>{children}</div>;
}
