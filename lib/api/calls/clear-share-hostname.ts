// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const clearShareHostnameCall: Call<"clearShareHostname"> = {
  id: "clearShareHostname",
  tag: "branding",
  method: "DELETE",
  path: "/v1/branding/hostname",
};
