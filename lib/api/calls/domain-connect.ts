// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const checkDomainConnectCall: Call<"checkDomainConnect"> = {
  id: "checkDomainConnect",
  tag: "domain connect",
  method: "POST",
  path: "/v1/applications/{id}/domain-connect:check",
};

export const createDomainConnectKeyCall: Call<"createDomainConnectKey"> = {
  id: "createDomainConnectKey",
  tag: "domain connect",
  method: "POST",
  path: "/v1/applications/{id}/domain-connect/keys",
};

export const debugDomainConnectCall: Call<"debugDomainConnect"> = {
  id: "debugDomainConnect",
  tag: "domain connect",
  method: "POST",
  path: "/v1/domains:domain-connect",
  max: {
    hostname: 2048,
  },
};

export const getDomainConnectCall: Call<"getDomainConnect"> = {
  id: "getDomainConnect",
  tag: "domain connect",
  method: "GET",
  path: "/v1/applications/{id}/domain-connect",
};

export const getDomainConnectOfferCall: Call<"getDomainConnectOffer"> = {
  id: "getDomainConnectOffer",
  tag: "domain connect",
  method: "GET",
  path: "/v1/connections/{id}/domain-connect",
};

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

export const startDomainConnectCall: Call<"startDomainConnect"> = {
  id: "startDomainConnect",
  tag: "domain connect",
  method: "POST",
  path: "/v1/connections/{id}/domain-connect",
  max: {
    returnUrl: 2048,
  },
};
