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
