// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const getConnectionCall: Call<"getConnection"> = {
  id: "getConnection",
  tag: "connections",
  method: "GET",
  path: "/v1/connections/{id}",
};
