import { defineEndpoint } from "@/lib/api/endpoint";
import {
  exampleArchivedConnection,
  exampleBatch,
  exampleConnection,
  exampleEvent,
  exampleIds,
  exampleProvenConnection,
  exampleSummary,
} from "@/lib/api/examples";
import {
  batchSchema,
  connectionIdSchema,
  connectionSchema,
  connectionSummarySchema,
  createConnectionSchema,
  createConnectionsSchema,
  eventSchema,
  listConnectionsSchema,
  listEventsSchema,
  recordsCheckSchema,
} from "@/lib/connections/schema";
import { pageOf } from "@/lib/db/pagination";

export const createConnectionEndpoint = defineEndpoint({
  id: "createConnection",
  tag: "connections",
  method: "POST",
  path: "/v1/connections",
  scope: "connections:write",
  widget: true,
  summary: "Start to connect a hostname",
  status: 201,
  input: createConnectionSchema,
  output: connectionSchema,
  errors: ["not_found", "HostnameConflict", "QuotaExceeded"],
  example: {
    input: { applicationId: exampleIds.application, hostname: "shop.example.com" },
    output: exampleConnection,
  },
});

export const createConnectionsEndpoint = defineEndpoint({
  id: "createConnections",
  tag: "connections",
  method: "POST",
  path: "/v1/connections:batch",
  scope: "connections:write",
  summary: "Start to connect up to 500 hostnames",
  description:
    "Each item has a result of its own, in the order of the items; one that is refused spoils no other. The quota is " +
    "given out in that order. `error` is what creating the one connection would have answered. Only a request of the " +
    "wrong shape is refused as a whole, and then nothing was done. The connections share a `batch_id`: yours, or a new one.",
  status: 200,
  input: createConnectionsSchema,
  output: batchSchema,
  errors: ["not_found"],
  example: {
    input: {
      applicationId: exampleIds.application,
      items: [{ hostname: "Shop.example.com" }, { hostname: "shop.example.com/cart" }],
    },
    output: exampleBatch,
  },
});

export const listConnectionsEndpoint = defineEndpoint({
  id: "listConnections",
  tag: "connections",
  method: "GET",
  path: "/v1/connections",
  scope: "connections:read",
  widget: true,
  summary: "List connections, newest first",
  status: 200,
  input: listConnectionsSchema,
  output: pageOf(connectionSummarySchema),
  errors: [],
  example: {
    input: { state: ["pending_ownership", "stalled"], limit: 20 },
    output: { data: [exampleSummary], nextCursor: null },
  },
});

export const getConnectionEndpoint = defineEndpoint({
  id: "getConnection",
  tag: "connections",
  method: "GET",
  path: "/v1/connections/{id}",
  scope: "connections:read",
  widget: true,
  summary: "Get a connection",
  status: 200,
  input: connectionIdSchema,
  output: connectionSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection },
    output: exampleConnection,
  },
});

export const archiveConnectionEndpoint = defineEndpoint({
  id: "archiveConnection",
  tag: "connections",
  method: "DELETE",
  path: "/v1/connections/{id}",
  scope: "connections:write",
  summary: "Archive a connection and release its hostname",
  status: 200,
  input: connectionIdSchema,
  output: connectionSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection },
    output: exampleArchivedConnection,
  },
});

export const listEventsEndpoint = defineEndpoint({
  id: "listEvents",
  tag: "connections",
  method: "GET",
  path: "/v1/connections/{id}/events",
  scope: "connections:read",
  summary: "List a connection's events, newest first",
  status: 200,
  input: listEventsSchema,
  output: pageOf(eventSchema),
  errors: [],
  example: {
    input: { id: exampleIds.connection },
    output: { data: [exampleEvent], nextCursor: null },
  },
});

export const verifyConnectionEndpoint = defineEndpoint({
  id: "verifyConnection",
  tag: "connections",
  method: "POST",
  path: "/v1/connections/{id}/verify",
  scope: "connections:write",
  widget: true,
  summary: "Re-check ownership now",
  status: 200,
  input: connectionIdSchema,
  output: connectionSchema,
  errors: ["ownership_not_found", "HostnameConflict", "invalid_state"],
  example: {
    input: { id: exampleIds.connection },
    output: exampleProvenConnection,
  },
});

export const checkRecordsEndpoint = defineEndpoint({
  id: "checkRecords",
  tag: "connections",
  method: "POST",
  path: "/v1/connections/{id}/records:check",
  scope: "connections:write",
  widget: true,
  summary: "Look at the records now",
  status: 200,
  input: connectionIdSchema,
  output: recordsCheckSchema,
  errors: ["invalid_state"],
  example: {
    input: { id: exampleIds.connection },
    output: {
      records: [
        { host: "shop.example.com", type: "CNAME", value: "edge.example.net", propagated: false, observedValue: null },
      ],
      state: "propagating",
    },
  },
});
