import type { ReactNode } from "react";

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The row's name: a row header, and the first line of its card. One column of a table. */
  primary?: boolean;
  sortable?: boolean;
  align?: "start" | "end";
  /** Classes for the width, as "w-44"; the others share the rest. */
  width?: string;
  /** Left out below this width. Below 640 px rows are cards: they show it too, unless it takes a wide table (xl). */
  hideBelow?: "sm" | "md" | "lg" | "xl" | "2xl";
  /** In a card it has no header: `inline` shares a line with its neighbours, `line` has one of its own. */
  card?: "inline" | "line";
  /** The header is for screen readers only: for a column of buttons. */
  headerHidden?: boolean;
};

const hidden = {
  sm: "max-sm:hidden",
  md: "max-md:hidden",
  lg: "max-lg:hidden",
  xl: "max-xl:hidden",
  "2xl": "max-2xl:hidden",
} as const;

export const cardClasses = "min-w-0 overflow-clip rounded-xl border border-line bg-card shadow-lift-1";

export const tableClasses = "w-full table-fixed border-separate border-spacing-0 text-left max-sm:block";

export const edgeClasses = "first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5";

// In a card the box has a word beside it, and is as wide as both.
export const boxColumn = "w-12 p-0 max-sm:w-auto";

export const headClasses =
  "sticky top-[var(--shell-top,0px)] z-[5] h-10 border-line border-b bg-card font-normal text-ink-soft text-sm max-sm:static";

export const bodyClasses =
  "border-line border-b px-3 py-2.5 align-middle group-last:border-b-0 max-sm:border-b-0 max-sm:px-4 sm:h-13";

export const compactClasses = "sm:h-9 sm:py-1";

export function isWideOnly({ hideBelow }: Pick<Column<never>, "hideBelow">): boolean {
  return hideBelow === "xl" || hideBelow === "2xl";
}

export function cellClasses({ align, width, hideBelow }: Pick<Column<never>, "align" | "width" | "hideBelow">): string {
  return `${align === "end" ? "sm:text-right" : ""} ${width ?? ""} max-sm:w-auto ${hideBelow ? hidden[hideBelow] : ""}`;
}
