/** The mark of an entry, by its tone. */
export const timelineDots = {
  good: "border-good bg-good-soft",
  bad: "border-bad bg-bad-soft",
  quiet: "border-line-strong bg-card",
} as const;
