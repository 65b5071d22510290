// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const deleteCredentialCall: Call<"deleteCredential"> = {
  id: "deleteCredential",
  tag: "credentials",
  method: "DELETE",
  path: "/v1/applications/{id}/credentials/{credential_id}",
};
