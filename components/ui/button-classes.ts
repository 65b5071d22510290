const variants = {
  primary: "bg-accent text-on-accent shadow-lift-1 hover:bg-accent-strong",
  plain: "border border-line-strong bg-card text-ink shadow-lift-1 hover:bg-hover",
  quiet: "text-ink-soft hover:bg-quiet-soft hover:text-ink",
  danger: "border border-bad bg-card text-bad hover:bg-bad-soft",
  "danger-solid": "bg-bad text-on-bad shadow-lift-1 hover:bg-bad-strong",
} as const;

const sizes = { small: "control-small px-3 text-sm", medium: "control px-4" } as const;

export type ButtonVariant = { variant?: keyof typeof variants; size?: keyof typeof sizes };

/** The look of a button, also without the component. */
export function buttonClasses({ variant = "primary", size = "medium" }: ButtonVariant): string {
  return `inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-lg font-medium motion-safe:transition-colors disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-progress ${sizes[size]} ${variants[variant]}`;
}

/** Whether it changes something, or leads to a page that does. */
export function isStrong(variant: ButtonVariant["variant"]): boolean {
  return variant === "primary" || variant === "danger" || variant === "danger-solid";
}
