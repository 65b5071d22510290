import { oneQuery } from "@/components/queries/endpoint-query";
import { getDomainConnectOfferCall } from "@/lib/api/calls/get-domain-connect-offer";

/** What the provider offers changes rarely, and asking takes seconds. */
const staleMs = 5 * 60_000;

export function domainConnectOfferQuery(id: string) {
  return oneQuery(getDomainConnectOfferCall, { id }, { staleTime: staleMs, retry: false });
}
