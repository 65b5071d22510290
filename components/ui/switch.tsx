"use client";

import { type InputHTMLAttributes, type ReactNode, useId } from "react";

/** On or off, for settings that take effect without a save button. */
export function Switch({
  label,
  hint,
  busy = false,
  ...rest
}: Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "role"> & {
  label: ReactNode;
  hint?: ReactNode;
  busy?: boolean;
}) {
  const id = useId();
  return (
    <label className="control flex items-start justify-between gap-4 py-2 has-disabled:cursor-not-allowed has-disabled:opacity-60">
      <span className="min-w-0">
        <span id={`${id}-label`} className="font-medium">
          {label}
        </span>
        {hint && (
          <span id={`${id}-hint`} className="block text-ink-soft text-sm">
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox has its state built in
        role="switch"
        aria-labelledby={`${id}-label`}
        aria-describedby={hint ? `${id}-hint` : undefined}
        aria-busy={busy || undefined}
        {...rest}
        className="relative mt-0.5 h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-line-strong bg-quiet-soft before:absolute before:top-[3px] before:left-[3px] before:size-4 before:rounded-full before:bg-line-strong checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:bg-on-accent motion-safe:transition-colors motion-safe:before:transition-transform"
      />
    </label>
  );
}
