"use client";

import { ChevronDown } from "lucide-react";
import type { Ref, SelectHTMLAttributes } from "react";
import { inputClasses, useFieldWiring } from "@/components/ui/field-wiring";

export type SelectOption<V extends string = string> = { value: V; label: string; disabled?: boolean };

/** One of a few options, by the browser's own list, which is best on a phone. For many, use Combobox. */
export function Select<V extends string>({
  options,
  value,
  onValueChange,
  placeholder,
  className = "",
  ...rest
}: Omit<SelectHTMLAttributes<HTMLSelectElement>, "value" | "onChange"> & {
  options: readonly SelectOption<V>[];
  value: V | "";
  onValueChange: (value: V) => void;
  /** Shown while no option is selected. */
  placeholder?: string;
  ref?: Ref<HTMLSelectElement>;
}) {
  const wiring = useFieldWiring(rest);
  return (
    <div className={`relative min-w-0 ${className}`}>
      <select
        {...rest}
        {...wiring}
        value={value}
        onChange={(event) => onValueChange(event.target.value as V)}
        className={`${inputClasses} appearance-none truncate pr-9`}
      >
        {placeholder !== undefined && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-ink-soft"
      />
    </div>
  );
}
