import type { ReactNode } from "react";

/** A list of labeled values. A null value is left out. */
export function KeyValues({ items }: { items: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className="grid gap-x-6 sm:grid-cols-[minmax(8rem,auto)_minmax(0,1fr)]">
      {items
        .filter(({ value }) => value !== null && value !== undefined && value !== false)
        .map(({ label, value }) => (
          <div
            key={label}
            className="grid border-line border-t py-2 first:border-t-0 sm:col-span-2 sm:grid-cols-subgrid sm:items-baseline"
          >
            <dt className="text-ink-soft max-sm:text-sm">{label}</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
