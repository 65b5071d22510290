// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const debugDomainConnectCall: Call<"debugDomainConnect"> = {
  id: "debugDomainConnect",
  tag: "domain connect",
  method: "POST",
  path: "/v1/domains:domain-connect",
  max: {
    hostname: 2048,
  },
};
