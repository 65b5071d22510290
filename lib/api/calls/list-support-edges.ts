// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listSupportEdgesCall: Call<"listSupportEdges"> = {
  id: "listSupportEdges",
  tag: "support",
  method: "GET",
  path: "/v1/support/edges",
};
