// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const createSupportNoteCall: Call<"createSupportNote"> = {
  id: "createSupportNote",
  tag: "support",
  method: "POST",
  path: "/v1/support/connections/{id}/notes",
  max: {
    text: 4000,
  },
};
