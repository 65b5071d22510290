// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const deleteApplicationCall: Call<"deleteApplication"> = {
  id: "deleteApplication",
  tag: "applications",
  method: "DELETE",
  path: "/v1/applications/{id}",
};
