// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const deleteViewCall: Call<"deleteView"> = {
  id: "deleteView",
  tag: "session",
  method: "DELETE",
  path: "/v1/session/views",
  max: {
    name: 60,
  },
};
