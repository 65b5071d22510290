import { maxLogoBytes } from "@/lib/accounts/branding/policy";
import { brandingSchema, getBrandingSchema, putLogoSchema, updateBrandingSchema } from "@/lib/accounts/branding/schema";
import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleBranding, exampleIds } from "@/lib/api/endpoints/examples";
import { connectionIdSchema } from "@/lib/connections/schema";

/** Of a logo in base64, with what is around it. */
const logoBodyBytes = Math.ceil(maxLogoBytes / 3) * 4 + 1_000;

/** A picture of one pixel. */
const exampleLogo = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/5ncLdAAAAABJRU5ErkJggg==";

export const getBrandingEndpoint = defineEndpoint({
  id: "getBranding",
  tag: "branding",
  method: "GET",
  path: "/v1/branding",
  scope: "usage:read",
  summary: "Get your branding",
  description:
    "`brand` is what readers of share pages and mails see: your settings, with defaults for what is not set.",
  status: 200,
  input: getBrandingSchema,
  output: brandingSchema,
  errors: [],
  example: { input: {}, output: exampleBranding },
});

export const updateBrandingEndpoint = defineEndpoint({
  id: "updateBranding",
  tag: "branding",
  method: "PATCH",
  path: "/v1/branding",
  scope: "apps:admin",
  summary: "Change your branding",
  description:
    "Fields that are absent stay as they are; null goes back to the default. A `color` that cannot be read against a page is shown darker in the light theme, or lighter in the dark one. `hide_powered_by` needs a plan that allows it: otherwise `forbidden`, with `needed_plan` in the details. Not available to test keys.",
  status: 200,
  input: updateBrandingSchema,
  output: brandingSchema,
  errors: [],
  example: {
    input: { displayName: "Example Shops", color: "#1f4fd8", helpUrl: "mailto:help@example.net" },
    output: exampleBranding,
  },
});

export const putLogoEndpoint = defineEndpoint({
  id: "putLogo",
  tag: "branding",
  method: "PUT",
  path: "/v1/branding/logo",
  scope: "apps:admin",
  summary: "Set your logo",
  description:
    "A PNG, JPEG or WebP image of at most 200 kB and 2000 × 2000 pixels, in base64. What it is, is decided by its content. Its URL changes with the content. Not available to test keys.",
  status: 200,
  maxBodyBytes: logoBodyBytes,
  input: putLogoSchema,
  output: brandingSchema,
  errors: [],
  example: { input: { data: exampleLogo }, output: exampleBranding },
});

export const deleteLogoEndpoint = defineEndpoint({
  id: "deleteLogo",
  tag: "branding",
  method: "DELETE",
  path: "/v1/branding/logo",
  scope: "apps:admin",
  summary: "Delete your logo",
  description: "Without a logo, nothing changes. Not available to test keys.",
  status: 200,
  input: getBrandingSchema,
  output: brandingSchema,
  errors: [],
  example: {
    input: {},
    output: { ...exampleBranding, logo: null, brand: { ...exampleBranding.brand, logoUrl: null } },
  },
});

export const setShareHostnameEndpoint = defineEndpoint({
  id: "setShareHostname",
  tag: "branding",
  method: "PUT",
  path: "/v1/branding/hostname/{id}",
  scope: "apps:admin",
  summary: "Choose the hostname of your share pages",
  description:
    "The hostname of this connection serves your share pages, and nothing else, in place of its application's upstream; new share links use it while it is live. The connection must be live (`invalid_state`). Archiving it clears the choice. Not available to test keys.",
  status: 200,
  input: connectionIdSchema,
  output: brandingSchema,
  errors: ["invalid_state"],
  example: { input: { id: exampleIds.connection }, output: exampleBranding },
});

export const clearShareHostnameEndpoint = defineEndpoint({
  id: "clearShareHostname",
  tag: "branding",
  method: "DELETE",
  path: "/v1/branding/hostname",
  scope: "apps:admin",
  summary: "Use the platform's hostname for your share pages",
  description:
    "The hostname goes back to its application's upstream. Links that were created with it stop working there. Not available to test keys.",
  status: 200,
  input: getBrandingSchema,
  output: brandingSchema,
  errors: [],
  example: {
    input: {},
    output: { ...exampleBranding, hostname: null, brand: { ...exampleBranding.brand, linkOrigin: null } },
  },
});
