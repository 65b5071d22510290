// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const deleteLogoCall: Call<"deleteLogo"> = {
  id: "deleteLogo",
  tag: "branding",
  method: "DELETE",
  path: "/v1/branding/logo",
};
