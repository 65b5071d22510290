import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "@/lib/api/client";

/** Errors of the server or the network, of the codes in docs/errors.md and of the client's own. */
const passingCodes: ReadonlySet<string> = new Set(["internal", "unavailable", "unreachable", "rate_limited"]);
const afterFailureMs = 10_000;

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
        // A failure that is not the request's own fault passes: what nothing else asks again is asked until it has.
        refetchInterval: ({ state: { error } }) =>
          error instanceof ApiError && passingCodes.has(error.code) ? afterFailureMs : false,
      },
      // Offline, a mutation fails at once and says so, rather than happen some time later.
      mutations: { networkMode: "always" },
    },
  });
}
