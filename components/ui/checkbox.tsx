"use client";

import { type InputHTMLAttributes, type ReactNode, useEffect, useRef } from "react";
import { useFieldWiring } from "@/components/ui/field-wiring";

type CheckboxProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & {
  /** Some of the items that it represents are checked. */
  mixed?: boolean;
};

/** A checkbox with its label and an explanation below. */
export function Checkbox({ label, hint, ...rest }: CheckboxProps & { label: ReactNode; hint?: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the box below is an input
    <label className="flex items-start gap-2.5 py-2 has-disabled:cursor-not-allowed has-disabled:opacity-60">
      <CheckboxBox {...rest} className="mt-1" />
      <span className="min-w-0">
        {label}
        {hint && <span className="block text-ink-soft text-sm">{hint}</span>}
      </span>
    </label>
  );
}

/** The checkbox alone. It needs an `aria-label` or a label around it. */
export function CheckboxBox({ mixed = false, className = "", ...rest }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  const { "aria-required": _, ...wiring } = useFieldWiring(rest);
  useEffect(() => {
    if (box.current) box.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <input ref={box} type="checkbox" {...rest} {...wiring} className={`size-4 shrink-0 accent-accent ${className}`} />
  );
}
