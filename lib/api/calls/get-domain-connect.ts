// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const getDomainConnectCall: Call<"getDomainConnect"> = {
  id: "getDomainConnect",
  tag: "domain connect",
  method: "GET",
  path: "/v1/applications/{id}/domain-connect",
};
