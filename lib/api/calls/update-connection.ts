// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const updateConnectionCall: Call<"updateConnection"> = {
  id: "updateConnection",
  tag: "connections",
  method: "PATCH",
  path: "/v1/connections/{id}",
};
