// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const updateBrandingCall: Call<"updateBranding"> = {
  id: "updateBranding",
  tag: "branding",
  method: "PATCH",
  path: "/v1/branding",
  max: {
    displayName: 120,
    helpUrl: 2048,
  },
};
