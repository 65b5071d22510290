"use client";

import { LoaderCircle } from "lucide-react";
import type { ButtonHTMLAttributes, ComponentProps, Ref } from "react";
import { Link } from "@/components/ui/link";
import { useReadOnly } from "@/components/ui/read-only";

const variants = {
  primary: "bg-accent text-on-accent shadow-lift-1 hover:bg-accent-strong",
  plain: "border border-line-strong bg-card text-ink shadow-lift-1 hover:bg-hover",
  quiet: "text-ink-soft hover:bg-quiet-soft hover:text-ink",
  danger: "border border-bad bg-card text-bad hover:bg-bad-soft",
  "danger-solid": "bg-bad text-on-bad shadow-lift-1 hover:bg-bad-strong",
} as const;

const sizes = { small: "control-small px-3 text-sm", medium: "control px-4" } as const;

type ButtonVariant = { variant?: keyof typeof variants; size?: keyof typeof sizes };

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

function isStrong(variant: ButtonVariant["variant"]): boolean {
  return variant === "primary" || variant === "danger" || variant === "danger-solid";
}

/** A link in the style of a button. Read-only visitors do not get the primary ones. */
export function ButtonLink({
  variant = "primary",
  size,
  className = "",
  ...rest
}: ComponentProps<typeof Link> & ButtonVariant) {
  const readOnly = useReadOnly();
  if (readOnly && isStrong(variant)) return null;
  return <Link className={`${buttonClasses({ variant, size })} ${className}`} {...rest} />;
}

function buttonClasses({ variant = "primary", size = "medium" }: ButtonVariant): string {
  return `inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-lg font-medium motion-safe:transition-colors disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-progress ${sizes[size]} ${variants[variant]}`;
}
