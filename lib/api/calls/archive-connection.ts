// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const archiveConnectionCall: Call<"archiveConnection"> = {
  id: "archiveConnection",
  tag: "connections",
  method: "DELETE",
  path: "/v1/connections/{id}",
};
