// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const getDomainConnectOfferCall: Call<"getDomainConnectOffer"> = {
  id: "getDomainConnectOffer",
  tag: "domain connect",
  method: "GET",
  path: "/v1/connections/{id}/domain-connect",
};
