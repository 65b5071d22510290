// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listKeysCall: Call<"listKeys"> = {
  id: "listKeys",
  tag: "applications",
  method: "GET",
  path: "/v1/applications/{id}/keys",
};
