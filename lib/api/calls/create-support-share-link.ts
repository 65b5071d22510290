// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createSupportShareLinkCall: Call<"createSupportShareLink"> = {
  id: "createSupportShareLink",
  tag: "support",
  method: "POST",
  path: "/v1/support/connections/{id}/share-links",
  max: {
    expiresInDays: 30,
  },
};
