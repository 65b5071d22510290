// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createDomainConnectKeyCall: Call<"createDomainConnectKey"> = {
  id: "createDomainConnectKey",
  tag: "domain connect",
  method: "POST",
  path: "/v1/applications/{id}/domain-connect/keys",
};
