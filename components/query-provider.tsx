"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "@/lib/api/client";

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // A refusal stays one; what polls is asked again soon anyway.
        retry: (failures, error) => failures < 1 && error instanceof ApiError && error.code === "unreachable",
        retryDelay: 1_000,
      },
      // Offline, a mutation fails at once and says so, rather than happen some time later.
      mutations: { networkMode: "always" },
    },
  });
}
