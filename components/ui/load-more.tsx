"use client";

import { Button } from "@/components/ui/button";

/** The end of a list that goes on: `query` is an infinite query. Says how many are shown. */
export function LoadMore({
  shown,
  noun,
  query,
}: {
  shown: number;
  /** Plural, as "connections". */
  noun: string;
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  return (
    <div className="flex min-h-10 flex-wrap items-center justify-between gap-3 text-ink-soft text-sm">
      <p aria-live="polite">
        {query.hasNextPage
          ? `The first ${shown} ${noun}`
          : `${shown} ${shown === 1 ? noun.replace(/ies$/, "y").replace(/s$/, "") : noun}`}
      </p>
      {query.hasNextPage && (
        <Button variant="plain" size="small" busy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
          {query.isFetchingNextPage ? "Loading…" : "Load more"}
        </Button>
      )}
    </div>
  );
}
