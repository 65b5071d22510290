// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const getBrandingCall: Call<"getBranding"> = {
  id: "getBranding",
  tag: "branding",
  method: "GET",
  path: "/v1/branding",
};
