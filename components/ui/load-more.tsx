"use client";

import { Button } from "@/components/ui/button";

/** The end of a paginated list, of an infinite query: how many rows are shown, and a button for more. */
export function LoadMore({
  shown,
  noun,
  also = "",
  query,
}: {
  shown: number;
  /** Plural, such as "connections". */
  noun: string;
  /** Rows of another kind that are shown among them, with an “and” before. */
  also?: string;
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  return (
    <div className="flex min-h-10 flex-wrap items-center justify-between gap-3 text-ink-soft text-sm">
      <p aria-live="polite">
        {query.hasNextPage
          ? `The first ${shown} ${noun}${also}`
          : `${shown} ${shown === 1 ? noun.replace(/ies$/, "y").replace(/s$/, "") : noun}${also}`}
      </p>
      {query.hasNextPage && (
        <Button variant="plain" size="small" busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {query.isFetchingNextPage ? "Loading…" : "Load more"}
        </Button>
      )}
    </div>
  );
}
