import type { UseQueryResult } from "@tanstack/react-query";
import { NotAllowed } from "@/components/session/not-allowed";
import { ErrorState } from "@/components/ui/error-state";
import { ApiError } from "@/lib/api/client";

type Failed = Pick<UseQueryResult, "error" | "isFetching" | "refetch">;

/** Shown in place of a failed query. `title`: as "The list could not be loaded". */
export function QueryError({ title, query, level }: { title: string; query: Failed; level?: 1 | 2 }) {
  const { error, isFetching, refetch } = query;
  if (!error) return null;
  // The role was changed after the page was opened.
  if (error instanceof ApiError && error.code === "forbidden") return <NotAllowed reason={error.message} />;
  return <ErrorState level={level} title={title} error={error} busy={isFetching} onRetry={() => refetch()} />;
}
