import {
  createCredentialSchema,
  credentialIdSchema,
  credentialSchema,
  listCredentialsSchema,
  testCredentialSchema,
} from "@/lib/accounts/credentials/schema";
import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleCredential, exampleIds } from "@/lib/api/endpoints/examples";
import { pageOf } from "@/lib/db/pagination";

export const createCredentialEndpoint = defineEndpoint({
  id: "createCredential",
  tag: "credentials",
  method: "POST",
  path: "/v1/applications/{id}/credentials",
  scope: "apps:admin",
  summary: "Store a credential for a DNS provider",
  description:
    "Tried before it is stored, which takes up to 18 seconds: the zones that it reaches are listed, and in one of them a TXT record at `_latchkey-probe` is written, read and removed again. Where the trial fails, nothing is stored, and the answer is 502 `provider_error`: `details.reason` says why, `details.said` has the provider's own words, and `details.fix` and `details.url` say what to do. Stored encrypted, and never returned: `fields` of the answer has the last characters of a secret. At most 50 for an application, and 60 trials in ten minutes.",
  status: 201,
  input: createCredentialSchema,
  output: credentialSchema,
  errors: ["invalid_state", "provider_error"],
  example: {
    input: {
      id: exampleIds.application,
      provider: "digitalocean",
      label: "DNS of example.com",
      fields: { api_token: "dop_v1_…" },
    },
    output: { ...exampleCredential, lastUsedAt: null },
  },
});

export const listCredentialsEndpoint = defineEndpoint({
  id: "listCredentials",
  tag: "credentials",
  method: "GET",
  path: "/v1/applications/{id}/credentials",
  scope: "apps:admin",
  summary: "List an application's credentials, newest first",
  status: 200,
  input: listCredentialsSchema,
  output: pageOf(credentialSchema),
  errors: [],
  example: {
    input: { id: exampleIds.application },
    output: { data: [exampleCredential], nextCursor: null },
  },
});

export const getCredentialEndpoint = defineEndpoint({
  id: "getCredential",
  tag: "credentials",
  method: "GET",
  path: "/v1/applications/{id}/credentials/{credential_id}",
  scope: "apps:admin",
  summary: "Get a credential",
  status: 200,
  input: credentialIdSchema,
  output: credentialSchema,
  errors: [],
  example: {
    input: { id: exampleIds.application, credentialId: exampleIds.credential },
    output: exampleCredential,
  },
});

export const testCredentialEndpoint = defineEndpoint({
  id: "testCredential",
  tag: "credentials",
  method: "POST",
  path: "/v1/applications/{id}/credentials/{credential_id}:test",
  scope: "apps:admin",
  summary: "Try a credential again",
  description:
    "The same trial as when it was stored: its zones are listed anew, and a record is written, read and removed. Where it fails, the answer is 502 `provider_error`, and `last_error` of the credential is set. Latchkey itself lists the zones of every credential once a day, and writes nothing then.",
  status: 200,
  input: testCredentialSchema,
  output: credentialSchema,
  errors: ["provider_error"],
  example: {
    input: { id: exampleIds.application, credentialId: exampleIds.credential },
    output: exampleCredential,
  },
});

export const deleteCredentialEndpoint = defineEndpoint({
  id: "deleteCredential",
  tag: "credentials",
  method: "DELETE",
  path: "/v1/applications/{id}/credentials/{credential_id}",
  scope: "apps:admin",
  summary: "Delete a credential",
  description:
    "Its secret is removed from the database at once. Records that were written with it stay published. Revoke the token at the provider as well.",
  status: 200,
  input: credentialIdSchema,
  output: credentialSchema,
  errors: [],
  example: {
    input: { id: exampleIds.application, credentialId: exampleIds.credential },
    output: exampleCredential,
  },
});
