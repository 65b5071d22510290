import { defineEndpoint } from "@/lib/api/endpoint";
import {
  connectionIdSchema,
  connectionSchema,
  connectionSummarySchema,
  createConnectionSchema,
  eventSchema,
  listConnectionsSchema,
  listEventsSchema,
  recordsCheckSchema,
} from "@/lib/connections/schema";
import { pageOf } from "@/lib/db/pagination";

export const createConnectionEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/connections",
  scope: "connections:write",
  summary: "Start to connect a hostname",
  status: 201,
  input: createConnectionSchema,
  output: connectionSchema,
});

export const listConnectionsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/connections",
  scope: "connections:read",
  summary: "List connections, newest first",
  status: 200,
  input: listConnectionsSchema,
  output: pageOf(connectionSummarySchema),
});

export const getConnectionEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/connections/{id}",
  scope: "connections:read",
  summary: "Get a connection",
  status: 200,
  input: connectionIdSchema,
  output: connectionSchema,
});

export const archiveConnectionEndpoint = defineEndpoint({
  method: "DELETE",
  path: "/v1/connections/{id}",
  scope: "connections:write",
  summary: "Archive a connection and release its hostname",
  status: 200,
  input: connectionIdSchema,
  output: connectionSchema,
});

export const listEventsEndpoint = defineEndpoint({
  method: "GET",
  path: "/v1/connections/{id}/events",
  scope: "connections:read",
  summary: "List a connection's events, newest first",
  status: 200,
  input: listEventsSchema,
  output: pageOf(eventSchema),
});

export const verifyConnectionEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/connections/{id}/verify",
  scope: "connections:write",
  summary: "Re-check ownership now",
  status: 200,
  input: connectionIdSchema,
  output: connectionSchema,
});

export const checkRecordsEndpoint = defineEndpoint({
  method: "POST",
  path: "/v1/connections/{id}/records:check",
  scope: "connections:write",
  summary: "Look at the records now",
  status: 200,
  input: connectionIdSchema,
  output: recordsCheckSchema,
});
