import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/api/client";

/** The browser has one for as long as its document; a server page makes one per request. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // What the server has just sent along is not asked for again at once; what polls is asked on its beat.
        staleTime: 2_000,
        // A refusal stays one; what polls is asked again soon anyway.
        retry: (failures, error) => failures < 1 && error instanceof ApiError && error.code === "unreachable",
        retryDelay: 1_000,
      },
      // Offline, a mutation fails at once and says so, rather than happen some time later.
      mutations: { networkMode: "always" },
    },
  });
}
