import { defineEndpoint } from "@/lib/api/endpoint";
import {
  applicationIdSchema,
  applicationSchema,
  createApplicationSchema,
  createdKeySchema,
  createKeySchema,
  keyIdSchema,
  keySchema,
  listApplicationsSchema,
  listKeysSchema,
} from "@/lib/applications/schema";
import { pageOf } from "@/lib/db/pagination";

export const createApplicationEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/applications",
  scope: "apps:admin",
  summary: "Create an application",
  status: 201,
  input: createApplicationSchema,
  output: applicationSchema,
});

export const listApplicationsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/applications",
  scope: "apps:admin",
  summary: "List applications, newest first",
  status: 200,
  input: listApplicationsSchema,
  output: pageOf(applicationSchema),
});

export const getApplicationEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/applications/{id}",
  scope: "apps:admin",
  summary: "Get an application",
  status: 200,
  input: applicationIdSchema,
  output: applicationSchema,
});

export const createKeyEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/applications/{id}/keys",
  scope: "apps:admin",
  summary: "Create an API key; its secret is shown once",
  status: 201,
  input: createKeySchema,
  output: createdKeySchema,
});

export const listKeysEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/applications/{id}/keys",
  scope: "apps:admin",
  summary: "List an application's keys",
  status: 200,
  input: listKeysSchema,
  output: pageOf(keySchema),
});

export const revokeKeyEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/applications/{id}/keys/{key_id}",
  scope: "apps:admin",
  summary: "Revoke a key",
  status: 200,
  input: keyIdSchema,
  output: keySchema,
});
