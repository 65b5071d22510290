// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const countConnectionsCall: Call<"countConnections"> = {
  id: "countConnections",
  tag: "connections",
  method: "GET",
  path: "/v1/connections:count",
  max: {
    hostname: 2048,
    batchId: 64,
    endUserRef: 200,
    q: 2048,
  },
};
