// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createApplicationCall: Call<"createApplication"> = {
  id: "createApplication",
  tag: "applications",
  method: "POST",
  path: "/v1/applications",
  max: {
    name: 120,
    upstream: 2048,
    upstreamHost: 255,
    recordTemplate: 20,
    allowedOrigins: 50,
    "allowedOrigins.0": 2048,
  },
};

export const createKeyCall: Call<"createKey"> = {
  id: "createKey",
  tag: "applications",
  method: "POST",
  path: "/v1/applications/{id}/keys",
  max: {
    name: 120,
    scopes: 5,
  },
};

export const deleteApplicationCall: Call<"deleteApplication"> = {
  id: "deleteApplication",
  tag: "applications",
  method: "DELETE",
  path: "/v1/applications/{id}",
};

export const getApplicationCall: Call<"getApplication"> = {
  id: "getApplication",
  tag: "applications",
  method: "GET",
  path: "/v1/applications/{id}",
};

export const listApplicationNamesCall: Call<"listApplicationNames"> = {
  id: "listApplicationNames",
  tag: "applications",
  method: "GET",
  path: "/v1/applications:names",
};

export const listApplicationsCall: Call<"listApplications"> = {
  id: "listApplications",
  tag: "applications",
  method: "GET",
  path: "/v1/applications",
};

export const listKeysCall: Call<"listKeys"> = {
  id: "listKeys",
  tag: "applications",
  method: "GET",
  path: "/v1/applications/{id}/keys",
};

export const revokeKeyCall: Call<"revokeKey"> = {
  id: "revokeKey",
  tag: "applications",
  method: "DELETE",
  path: "/v1/applications/{id}/keys/{key_id}",
};

export const updateApplicationCall: Call<"updateApplication"> = {
  id: "updateApplication",
  tag: "applications",
  method: "PATCH",
  path: "/v1/applications/{id}",
  max: {
    name: 120,
    upstream: 2048,
    upstreamHost: 255,
    recordTemplate: 20,
    allowedOrigins: 50,
    "allowedOrigins.0": 2048,
  },
};
