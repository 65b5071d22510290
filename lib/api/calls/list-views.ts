// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listViewsCall: Call<"listViews"> = {
  id: "listViews",
  tag: "session",
  method: "GET",
  path: "/v1/session/views",
};
