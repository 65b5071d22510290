// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const saveViewCall: Call<"saveView"> = {
  id: "saveView",
  tag: "session",
  method: "POST",
  path: "/v1/session/views",
  max: {
    name: 60,
    columns: 20,
  },
};
