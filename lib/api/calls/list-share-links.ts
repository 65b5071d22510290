// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listShareLinksCall: Call<"listShareLinks"> = {
  id: "listShareLinks",
  tag: "diagnosis",
  method: "GET",
  path: "/v1/connections/{id}/share-links",
};
