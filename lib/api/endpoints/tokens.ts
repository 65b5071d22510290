import { createTokenSchema, tokenSchema } from "@/lib/accounts/tokens/schema";
import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleIds } from "@/lib/api/endpoints/examples";

export const createTokenEndpoint = defineEndpoint({
  id: "createToken",
  tag: "tokens",
  method: "POST",
  path: "/v1/tokens",
  scope: "connections:write",
  summary: "Mint a widget token",
  description:
    "For the browser of one visitor, for 60 minutes. It reads, creates and checks connections of this application only; with `domain`, of that hostname only. Mint it on your server, where the API key is: a token cannot mint another one.",
  status: 201,
  input: createTokenSchema,
  output: tokenSchema,
  errors: ["not_found"],
  example: {
    input: { applicationId: exampleIds.application, domain: "shop.example.com" },
    output: { authToken: "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.…", expiresAt: new Date("2026-11-23T10:30:00.000Z") },
  },
});
