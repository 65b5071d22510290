// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const getCredentialCall: Call<"getCredential"> = {
  id: "getCredential",
  tag: "credentials",
  method: "GET",
  path: "/v1/applications/{id}/credentials/{credential_id}",
};
