// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const archiveConnectionsCall: Call<"archiveConnections"> = {
  id: "archiveConnections",
  tag: "connections",
  method: "POST",
  path: "/v1/connections:archive",
  max: {
    ids: 500,
  },
};
