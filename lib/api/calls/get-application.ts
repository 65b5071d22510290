// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const getApplicationCall: Call<"getApplication"> = {
  id: "getApplication",
  tag: "applications",
  method: "GET",
  path: "/v1/applications/{id}",
};
