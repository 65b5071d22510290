// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createCredentialCall: Call<"createCredential"> = {
  id: "createCredential",
  tag: "credentials",
  method: "POST",
  path: "/v1/applications/{id}/credentials",
  max: {
    provider: 40,
    label: 120,
    zone: 255,
  },
};

export const deleteCredentialCall: Call<"deleteCredential"> = {
  id: "deleteCredential",
  tag: "credentials",
  method: "DELETE",
  path: "/v1/applications/{id}/credentials/{credential_id}",
};

export const getCredentialCall: Call<"getCredential"> = {
  id: "getCredential",
  tag: "credentials",
  method: "GET",
  path: "/v1/applications/{id}/credentials/{credential_id}",
};

export const listCredentialsCall: Call<"listCredentials"> = {
  id: "listCredentials",
  tag: "credentials",
  method: "GET",
  path: "/v1/applications/{id}/credentials",
};

export const testCredentialCall: Call<"testCredential"> = {
  id: "testCredential",
  tag: "credentials",
  method: "POST",
  path: "/v1/applications/{id}/credentials/{credential_id}:test",
  max: {
    zone: 255,
  },
};
