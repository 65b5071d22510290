// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const listDevicesCall: Call<"listDevices"> = {
  id: "listDevices",
  tag: "session",
  method: "GET",
  path: "/v1/session/devices",
};
