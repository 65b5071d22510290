import type { ButtonHTMLAttributes, Ref } from "react";

const looks = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong",
  plain: "border border-line-strong bg-card text-ink hover:bg-quiet-soft",
  danger: "border border-bad bg-card text-bad hover:bg-bad-soft",
} as const;

export type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: keyof typeof looks;
  /** Shown as pressed and not to be pressed again, yet still focusable. */
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

export function Button({
  look = "primary",
  busy = false,
  className = "",
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      aria-disabled={busy || undefined}
      onClick={(event) => (busy ? event.preventDefault() : onClick?.(event))}
      className={`inline-flex min-h-11 shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-lg px-4 font-medium motion-safe:transition-colors aria-disabled:cursor-progress sm:min-h-10 ${looks[look]} ${className}`}
      {...rest}
    />
  );
}
