// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createConnectionsCall: Call<"createConnections"> = {
  id: "createConnections",
  tag: "connections",
  method: "POST",
  path: "/v1/connections:batch",
  max: {
    batchId: 64,
    items: 500,
  },
};
