"use client";

import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import { Tooltip } from "@/components/ui/tooltip";

/** A button with an icon only. `label` is its accessible name and its tooltip. */
export function IconButton({
  label,
  icon: Icon,
  busy = false,
  className = "",
  onClick,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & {
  label: string;
  icon: LucideIcon;
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
}) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        aria-disabled={busy || undefined}
        onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
        className={`control-square inline-flex shrink-0 items-center justify-center rounded-lg text-ink-soft hover:bg-quiet-soft hover:text-ink motion-safe:transition-colors ${className}`}
        {...rest}
      >
        {busy ? (
          <LoaderCircle aria-hidden className="size-4 motion-safe:animate-spin" />
        ) : (
          <Icon aria-hidden className="size-4" />
        )}
      </button>
    </Tooltip>
  );
}
