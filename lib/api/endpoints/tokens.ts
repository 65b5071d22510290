import { createTokenSchema, tokenSchema } from "@/lib/accounts/tokens/schema";
import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";

export const createTokenEndpoint = defineEndpoint({
  id: "createToken",
  tag: "tokens",
  method: "POST",
  path: "/v1/tokens",
  scope: "connections:write",
  summary: "Create a widget token",
  description:
    "For one visitor's browser, valid for 60 minutes. It can read, create and check connections of this application only; with `domain`, only of that hostname. Create it on your server, where the API key is: a token cannot create another token.",
  status: 201,
  input: createTokenSchema,
  output: tokenSchema,
  errors: ["not_found"],
  example: {
    input: { applicationId: exampleIds.application, domain: "shop.example.com" },
    output: { authToken: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.…", expiresAt: new Date("2026-11-23T10:30:00.000Z") },
  },
});
