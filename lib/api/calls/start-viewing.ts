// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const startViewingCall: Call<"startViewing"> = {
  id: "startViewing",
  tag: "support",
  method: "POST",
  path: "/v1/support/viewing",
};
