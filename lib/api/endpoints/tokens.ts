import { createTokenSchema, tokenSchema } from "@/lib/accounts/tokens/schema";
import { getWidgetSchema, widgetSchema } from "@/lib/accounts/tokens/widget-schema";
import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleApplication, exampleBranding, exampleIds } from "@/lib/api/endpoints/examples";
import { languages } from "@/lib/kernel/languages";

export const createTokenEndpoint = defineEndpoint({
  id: "createToken",
  tag: "tokens",
  method: "POST",
  path: "/v1/tokens",
  scope: "connections:write",
  summary: "Create a widget token",
  description:
    "For one visitor's browser, valid for 60 minutes. It can read, create and check connections of this application only; with `domain`, only of that hostname, and with `end_user_ref` in that one user's name. Create it on your server, where the API key is: a token cannot create another token.",
  status: 201,
  input: createTokenSchema,
  output: tokenSchema,
  errors: ["not_found"],
  example: {
    input: { applicationId: exampleIds.application, domain: "shop.example.com" },
    output: { authToken: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.…", expiresAt: new Date("2026-11-23T10:30:00.000Z") },
  },
});

export const getWidgetEndpoint = defineEndpoint({
  id: "getWidget",
  tag: "tokens",
  method: "GET",
  path: "/v1/widget",
  scope: "connections:read",
  widget: "only",
  summary: "Get what a widget shows before its first step",
  description:
    "For widget tokens alone: API keys and people are refused with `forbidden`, and read the same at the application and the branding. Does not count against the plan.",
  status: 200,
  input: getWidgetSchema,
  output: widgetSchema,
  errors: [],
  example: {
    input: {},
    output: {
      applicationId: exampleIds.application,
      applicationName: exampleApplication.name,
      environment: exampleApplication.environment,
      hostname: "shop.example.com",
      brand: exampleBranding.brand,
      theme: exampleApplication.widget,
      languages: [...languages],
      expiresAt: new Date("2026-11-23T10:30:00.000Z"),
    },
  },
});
