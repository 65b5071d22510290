import { dehydrate, HydrationBoundary, type QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

/**
 * Passes what a server page has fetched to the queries of its client components, so that the first paint has data. React
 * serializes it: dates stay dates. Failed queries are left out, and the browser fetches them.
 */
export function Hydrate({ client, children }: { client: QueryClient; children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
