// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const setShareHostnameCall: Call<"setShareHostname"> = {
  id: "setShareHostname",
  tag: "branding",
  method: "PUT",
  path: "/v1/branding/hostname/{id}",
};
