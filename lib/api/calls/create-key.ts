// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

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
