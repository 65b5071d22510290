// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listChangesCall: Call<"listChanges"> = {
  id: "listChanges",
  tag: "connections",
  method: "GET",
  path: "/v1/changes",
  max: {
    after: 200,
    wait: 25,
  },
};
