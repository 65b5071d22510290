// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createShareLinkCall: Call<"createShareLink"> = {
  id: "createShareLink",
  tag: "diagnosis",
  method: "POST",
  path: "/v1/connections/{id}/share-links",
  max: {
    expiresInDays: 30,
  },
};
