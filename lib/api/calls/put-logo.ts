// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const putLogoCall: Call<"putLogo"> = {
  id: "putLogo",
  tag: "branding",
  method: "PUT",
  path: "/v1/branding/logo",
  max: {
    data: 266668,
  },
};
