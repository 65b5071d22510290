"use client";

import { LoaderCircle } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import { type ButtonVariant, buttonClasses, isStrong } from "@/components/ui/button-classes";
import { useReadOnly } from "@/components/ui/read-only";

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  ButtonVariant & {
    /** Ignores clicks but stays focusable. Say in the text what is going on. */
    busy?: boolean;
    /** Whether it changes something: then it is off for read-only visitors. Default: it submits, or is primary or dangerous. */
    writes?: boolean;
    ref?: Ref<HTMLButtonElement>;
  };

export function Button({
  variant = "primary",
  size = "medium",
  busy = false,
  className = "",
  onClick,
  type = "button",
  writes = type === "submit" || isStrong(variant),
  disabled = false,
  title,
  children,
  ...rest
}: ButtonProps) {
  const readOnly = useReadOnly() && writes;
  return (
    <button
      type={type}
      disabled={disabled || readOnly}
      title={readOnly ? "You have read-only access." : title}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      className={`${buttonClasses({ variant, size })} ${busy ? "[&>svg:not([data-spinner])]:hidden" : ""} ${className}`}
      {...rest}
    >
      {busy && <LoaderCircle data-spinner aria-hidden className="size-4 shrink-0 motion-safe:animate-spin" />}
      {children}
    </button>
  );
}
