// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const stopViewingCall: Call<"stopViewing"> = {
  id: "stopViewing",
  tag: "support",
  method: "DELETE",
  path: "/v1/support/viewing",
};
