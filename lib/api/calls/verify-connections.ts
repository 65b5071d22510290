// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const verifyConnectionsCall: Call<"verifyConnections"> = {
  id: "verifyConnections",
  tag: "connections",
  method: "POST",
  path: "/v1/connections:verify",
  max: {
    ids: 500,
  },
};
