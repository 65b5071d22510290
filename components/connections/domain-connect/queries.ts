import { oneQuery } from "@/components/queries/endpoint-query";
import { getDomainConnectOfferEndpoint } from "@/lib/api/endpoints/domain-connect";

/** What the provider offers changes rarely, and asking takes seconds. */
const staleMs = 5 * 60_000;

export function domainConnectOfferQuery(id: string) {
  return oneQuery(getDomainConnectOfferEndpoint, { id }, { staleTime: staleMs, retry: false });
}
