// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const revokeKeyCall: Call<"revokeKey"> = {
  id: "revokeKey",
  tag: "applications",
  method: "DELETE",
  path: "/v1/applications/{id}/keys/{key_id}",
};
