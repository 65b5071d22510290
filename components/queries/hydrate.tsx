import { dehydrate, HydrationBoundary, type QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

/**
 * Hands what a server page has fetched to the queries of its client components, so that data is there at the first
 * paint. React's own transport carries it: dates stay dates. What failed is left out, and asked for by the browser.
 */
export function Hydrate({ client, children }: { client: QueryClient; children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
