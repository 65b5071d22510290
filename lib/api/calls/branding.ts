// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const clearShareHostnameCall: Call<"clearShareHostname"> = {
  id: "clearShareHostname",
  tag: "branding",
  method: "DELETE",
  path: "/v1/branding/hostname",
};

export const deleteLogoCall: Call<"deleteLogo"> = {
  id: "deleteLogo",
  tag: "branding",
  method: "DELETE",
  path: "/v1/branding/logo",
};

export const getBrandingCall: Call<"getBranding"> = {
  id: "getBranding",
  tag: "branding",
  method: "GET",
  path: "/v1/branding",
};

export const putLogoCall: Call<"putLogo"> = {
  id: "putLogo",
  tag: "branding",
  method: "PUT",
  path: "/v1/branding/logo",
  max: {
    data: 266668,
  },
};

export const setShareHostnameCall: Call<"setShareHostname"> = {
  id: "setShareHostname",
  tag: "branding",
  method: "PUT",
  path: "/v1/branding/hostname/{id}",
};

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
