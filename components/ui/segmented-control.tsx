"use client";

import type { LucideIcon } from "lucide-react";
import { useId } from "react";

/** One of two to five options, all visible: radio buttons in one bar. */
export function SegmentedControl<V extends string>({
  label,
  options,
  value,
  onValueChange,
}: {
  label: string;
  options: readonly { value: V; label: string; icon?: LucideIcon }[];
  value: V;
  onValueChange: (value: V) => void;
}) {
  const name = useId();
  return (
    <fieldset className="inline-flex max-w-full rounded-lg border border-line bg-quiet-soft p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map(({ icon: Icon, ...option }) => (
        <label
          key={option.value}
          className="control-small inline-flex flex-1 items-center justify-center gap-1.5 whitespace-nowrap rounded-md px-3 text-ink-soft text-sm hover:text-ink has-checked:bg-card has-checked:font-medium has-checked:text-ink has-checked:shadow-lift-1 has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onValueChange(option.value)}
            className="sr-only"
          />
          {Icon && <Icon aria-hidden className="size-4" />}
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
