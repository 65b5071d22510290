// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const putDomainConnectCall: Call<"putDomainConnect"> = {
  id: "putDomainConnect",
  tag: "domain connect",
  method: "PUT",
  path: "/v1/applications/{id}/domain-connect",
  max: {
    providerId: 253,
    providerName: 120,
    keyDomain: 253,
    logoUrl: 2048,
  },
};
