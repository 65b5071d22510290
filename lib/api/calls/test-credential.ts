// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const testCredentialCall: Call<"testCredential"> = {
  id: "testCredential",
  tag: "credentials",
  method: "POST",
  path: "/v1/applications/{id}/credentials/{credential_id}:test",
  max: {
    zone: 255,
  },
};
