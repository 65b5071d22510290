"use client";

import { CircleAlert } from "lucide-react";
import { createContext, type ReactNode, useContext, useId } from "react";
import { FieldContext } from "@/components/ui/field-wiring";

const RequiredContext = createContext(false);

/** Of a form: fields that are not optional are required. Those of a filter are neither. */
export function RequiredFields({ children }: { children: ReactNode }) {
  return <RequiredContext value={true}>{children}</RequiredContext>;
}

/** A label, one control, a hint and an error. The control inside gets its id and descriptions from here. */
export function Field({
  label,
  hint,
  error,
  optional = false,
  hideLabel = false,
  aside,
  children,
  className = "",
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  optional?: boolean;
  hideLabel?: boolean;
  /** To the right of the label: a link, a counter. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const id = useId();
  const required = useContext(RequiredContext) && !optional;
  const describedBy = [error ? `${id}-error` : "", hint ? `${id}-hint` : ""].filter(Boolean).join(" ") || undefined;
  return (
    <FieldContext value={{ id, describedBy, invalid: Boolean(error), required }}>
      <div className={`relative grid min-w-0 content-start gap-1.5 ${className}`}>
        <label htmlFor={id} className={hideLabel ? "sr-only" : "font-medium text-sm"}>
          {label}
          {optional && <span className="ml-1.5 font-normal text-ink-soft">optional</span>}
        </label>
        {children}
        {/* After the control in the order of Tab: who fills in a form gets from one field to the next. */}
        {aside && <span className="absolute top-0 right-0 text-ink-soft text-sm">{aside}</span>}
        <div aria-live="polite" className="text-sm empty:hidden">
          {error && (
            <p id={`${id}-error`} className="flex gap-1.5 text-bad">
              <CircleAlert aria-hidden className="mt-1 size-4 shrink-0" />
              <span className="min-w-0 [overflow-wrap:anywhere]">{error}</span>
            </p>
          )}
          {hint && (
            <p id={`${id}-hint`} className="text-ink-soft">
              {hint}
            </p>
          )}
        </div>
      </div>
    </FieldContext>
  );
}
