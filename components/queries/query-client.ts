import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/api/client";

/** Transient errors of the server or the network: codes of docs/errors.md and of the client itself. */
const transientCodes: ReadonlySet<string> = new Set(["internal", "unavailable", "unreachable", "rate_limited"]);
const afterFailureMs = 10_000;

/** One per document in the browser, one per request on the server. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Hydrated data is not refetched right away; polling queries keep their interval.
        staleTime: 2_000,
        // Retrying does not help against a refusal, and polling queries retry anyway.
        retry: (failures, error) => failures < 1 && error instanceof ApiError && error.code === "unreachable",
        retryDelay: 1_000,
        // Transient failures are retried until they pass, also by queries that do not poll.
        refetchInterval: ({ state: { error } }) =>
          error instanceof ApiError && transientCodes.has(error.code) ? afterFailureMs : false,
      },
      // Offline, a mutation fails with an error instead of running some time later.
      mutations: { networkMode: "always" },
    },
  });
}
