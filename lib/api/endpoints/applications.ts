import {
  applicationIdSchema,
  applicationNameSchema,
  applicationSchema,
  createApplicationSchema,
  createdKeySchema,
  createKeySchema,
  keyIdSchema,
  keySchema,
  listApplicationsSchema,
  listKeysSchema,
  updateApplicationSchema,
} from "@/lib/accounts/applications/schema";
import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import { exampleApplication, exampleIds, exampleKey } from "@/lib/api/endpoints/examples";
import { pageOf } from "@/lib/db/pagination";

export const createApplicationEndpoint = defineEndpoint({
  id: "createApplication",
  tag: "applications",
  method: "POST",
  path: "/v1/applications",
  scope: "apps:admin",
  summary: "Create an application",
  status: 201,
  input: createApplicationSchema,
  output: applicationSchema,
  errors: [],
  example: {
    input: { name: "Shop", environment: "live", upstream: "https://shops.example.net" },
    output: exampleApplication,
  },
});

export const listApplicationsEndpoint = defineEndpoint({
  id: "listApplications",
  tag: "applications",
  method: "GET",
  path: "/v1/applications",
  scope: "apps:admin",
  summary: "List applications, newest first",
  status: 200,
  input: listApplicationsSchema,
  output: pageOf(applicationSchema),
  errors: [],
  example: {
    input: { limit: 20 },
    output: { data: [exampleApplication], nextCursor: null },
  },
});

export const listApplicationNamesEndpoint = defineEndpoint({
  id: "listApplicationNames",
  tag: "applications",
  method: "GET",
  path: "/v1/applications:names",
  scope: "connections:read",
  summary: "List the names of applications, newest first",
  description: "For people who connect hostnames but do not manage applications.",
  status: 200,
  input: listApplicationsSchema,
  output: pageOf(applicationNameSchema),
  errors: [],
  example: {
    input: { limit: 20 },
    output: {
      data: [
        { id: exampleIds.application, name: exampleApplication.name, environment: exampleApplication.environment },
      ],
      nextCursor: null,
    },
  },
});

export const getApplicationEndpoint = defineEndpoint({
  id: "getApplication",
  tag: "applications",
  method: "GET",
  path: "/v1/applications/{id}",
  scope: "apps:admin",
  summary: "Get an application",
  status: 200,
  input: applicationIdSchema,
  output: applicationSchema,
  errors: [],
  example: {
    input: { id: exampleIds.application },
    output: exampleApplication,
  },
});

export const updateApplicationEndpoint = defineEndpoint({
  id: "updateApplication",
  tag: "applications",
  method: "PATCH",
  path: "/v1/applications/{id}",
  scope: "apps:admin",
  summary: "Update an application",
  description:
    "Changes the given fields; null removes `upstream` or `record_template`. The environment cannot change. A new `record_template` applies to connections that you create from now on: existing ones keep the records that their customers have published. To move a hostname to the new records, archive it and connect it again.",
  status: 200,
  input: updateApplicationSchema,
  output: applicationSchema,
  errors: [],
  example: {
    input: { id: exampleIds.application, name: "Web shop" },
    output: { ...exampleApplication, name: "Web shop" },
  },
});

export const deleteApplicationEndpoint = defineEndpoint({
  id: "deleteApplication",
  tag: "applications",
  method: "DELETE",
  path: "/v1/applications/{id}",
  scope: "apps:admin",
  summary: "Delete an application and revoke its keys",
  description:
    "Refused with `invalid_state` while the application has connections that are not archived; `details.connections` is their number.",
  status: 200,
  input: applicationIdSchema,
  output: applicationSchema,
  errors: ["invalid_state"],
  example: {
    input: { id: exampleIds.application },
    output: exampleApplication,
  },
});

export const createKeyEndpoint = defineEndpoint({
  id: "createKey",
  tag: "applications",
  method: "POST",
  path: "/v1/applications/{id}/keys",
  scope: "apps:admin",
  summary: "Create an API key",
  description: "The secret is only in this response.",
  status: 201,
  input: createKeySchema,
  output: createdKeySchema,
  errors: [],
  example: {
    input: { id: exampleIds.application, name: "Production server", scopes: ["connections:read", "connections:write"] },
    output: { ...exampleKey, lastUsedAt: null, secret: "sk_live_…" },
  },
});

export const listKeysEndpoint = defineEndpoint({
  id: "listKeys",
  tag: "applications",
  method: "GET",
  path: "/v1/applications/{id}/keys",
  scope: "apps:admin",
  summary: "List an application's keys",
  status: 200,
  input: listKeysSchema,
  output: pageOf(keySchema),
  errors: [],
  example: {
    input: { id: exampleIds.application },
    output: { data: [exampleKey], nextCursor: null },
  },
});

export const revokeKeyEndpoint = defineEndpoint({
  id: "revokeKey",
  tag: "applications",
  method: "DELETE",
  path: "/v1/applications/{id}/keys/{key_id}",
  scope: "apps:admin",
  summary: "Revoke an API key",
  status: 200,
  input: keyIdSchema,
  output: keySchema,
  errors: [],
  example: {
    input: { id: exampleIds.application, keyId: exampleIds.key },
    output: { ...exampleKey, revokedAt: new Date("2026-11-23T10:00:00.000Z") },
  },
});
