// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const revokeShareLinkCall: Call<"revokeShareLink"> = {
  id: "revokeShareLink",
  tag: "diagnosis",
  method: "DELETE",
  path: "/v1/connections/{id}/share-links/{link_id}",
};
