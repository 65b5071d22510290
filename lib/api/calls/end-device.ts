// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const endDeviceCall: Call<"endDevice"> = {
  id: "endDevice",
  tag: "session",
  method: "DELETE",
  path: "/v1/session/devices/{id}",
};
