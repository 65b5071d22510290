// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const startDomainConnectCall: Call<"startDomainConnect"> = {
  id: "startDomainConnect",
  tag: "domain connect",
  method: "POST",
  path: "/v1/connections/{id}/domain-connect",
  max: {
    returnUrl: 2048,
  },
};
