// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const exportConnectionsCall: Call<"exportConnections"> = {
  id: "exportConnections",
  tag: "connections",
  method: "GET",
  path: "/v1/connections:export",
  max: {
    hostname: 2048,
    batchId: 64,
    endUserRef: 200,
    q: 2048,
  },
};
