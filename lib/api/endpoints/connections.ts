import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import {
  exampleArchivedConnection,
  exampleBatch,
  exampleChallenge,
  exampleConnection,
  exampleEvent,
  exampleIds,
  exampleProvenConnection,
  exampleSummary,
} from "@/lib/api/endpoints/examples";
import { connectionStates } from "@/lib/connections/machine";
import {
  archiveConnectionSchema,
  archiveConnectionsSchema,
  batchSchema,
  bulkArchiveSchema,
  bulkVerificationSchema,
  causesSchema,
  connectionCountsSchema,
  connectionIdSchema,
  connectionIdsSchema,
  connectionSchema,
  connectionSummarySchema,
  connectionsExportSchema,
  countConnectionsSchema,
  createConnectionSchema,
  createConnectionsSchema,
  eventSchema,
  exportConnectionsSchema,
  exportRecordsSchema,
  listCausesSchema,
  listConnectionsSchema,
  listEventsSchema,
  observationsSchema,
  recordsCheckSchema,
  recordsExportSchema,
  updateConnectionSchema,
} from "@/lib/connections/schema";
import { pageOf } from "@/lib/db/pagination";

export const createConnectionEndpoint = defineEndpoint({
  id: "createConnection",
  tag: "connections",
  method: "POST",
  path: "/v1/connections",
  scope: "connections:write",
  widget: true,
  summary: "Connect a hostname",
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
  summary: "Connect up to 500 hostnames",
  description:
    "Returns one result per item, in the order of the items. A refused item does not affect the others, and its `error` is what creating that connection alone would return. The quota is used in the same order. Only a malformed request is refused as a whole, before anything is created. All connections get the same `batch_id`: yours, or a new one.",
  status: 200,
  input: createConnectionsSchema,
  output: batchSchema,
  errors: ["not_found"],
  example: {
    input: {
      applicationId: exampleIds.application,
      items: [{ hostname: "Shop.example.com" }, { hostname: "*.example.com" }],
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
  summary: "List connections, newest first by default",
  description:
    "A cursor is valid for the order that it was created with. When you sort by `state_changed_at`, a connection that changes state while you page can appear again.",
  replica: true,
  status: 200,
  input: listConnectionsSchema,
  output: pageOf(connectionSummarySchema),
  errors: [],
  example: {
    input: { state: ["pending_ownership", "stalled"], limit: 20 },
    output: { data: [exampleSummary], nextCursor: null },
  },
});

export const countConnectionsEndpoint = defineEndpoint({
  id: "countConnections",
  tag: "connections",
  method: "GET",
  path: "/v1/connections:count",
  scope: "connections:read",
  summary: "Count the connections of a list, by state",
  description:
    "`states` counts each state with every filter except `state`. Counts by `environment`, `application_id`, `state` and `attention` alone are exact; with other filters they stop at 10,000, and `capped` means that there are more.",
  replica: true,
  status: 200,
  input: countConnectionsSchema,
  output: connectionCountsSchema,
  errors: [],
  example: {
    input: { state: ["pending_ownership", "stalled"], q: "example.com" },
    output: {
      total: { count: 1, capped: false },
      attention: { count: 0, capped: false },
      states: connectionStates.map((state) => ({
        state,
        count: state === "pending_ownership" ? 1 : 0,
        capped: false,
      })),
    },
  },
});

export const listCausesEndpoint = defineEndpoint({
  id: "listCauses",
  tag: "connections",
  method: "GET",
  path: "/v1/connections:causes",
  scope: "connections:read",
  summary: "Count the connections of a list by cause",
  description:
    "The first finding of each connection's newest diagnosis, the most frequent first. Filter a list with `finding` to see the connections behind a count.",
  replica: true,
  status: 200,
  input: listCausesSchema,
  output: causesSchema,
  errors: [],
  example: {
    input: { state: ["pending_ownership", "stalled"] },
    output: { data: [{ code: "txt-missing", title: "The TXT record is not there yet", count: 12 }], capped: false },
  },
});

export const exportConnectionsEndpoint = defineEndpoint({
  id: "exportConnections",
  tag: "connections",
  method: "GET",
  path: "/v1/connections:export",
  scope: "connections:read",
  summary: "Export the connections of a list as CSV",
  description:
    "Takes the filters of the list, and returns up to 1,000 connections at a time, newest first. Join the `content` of all pages to get the file. A value that begins with `=`, `+`, `-`, `@`, a tab or a carriage return has an apostrophe in front, so that no spreadsheet runs it as a formula.",
  replica: true,
  status: 200,
  input: exportConnectionsSchema,
  output: connectionsExportSchema,
  errors: [],
  example: {
    input: { finding: "txt-missing" },
    output: {
      filename: "domains-2026-11-22.csv",
      content: "id,hostname\r\n019aa6c4-5a3f-7c31-9b2a-4f2d0c1e7a90,shop.example.com\r\n",
      nextCursor: null,
    },
  },
});

export const verifyConnectionsEndpoint = defineEndpoint({
  id: "verifyConnections",
  tag: "connections",
  method: "POST",
  path: "/v1/connections:verify",
  scope: "connections:write",
  summary: "Check the ownership of up to 500 connections now",
  description:
    "Returns one result per id, in the order of the ids. A refused id does not affect the others, and its `error` is what verifying that connection alone would return. Whatever cannot be checked within about 15 seconds, or was checked too often, is `queued` and checked in the background.",
  status: 200,
  input: connectionIdsSchema,
  output: bulkVerificationSchema,
  errors: [],
  example: {
    input: { ids: [exampleIds.connection] },
    output: {
      results: [
        {
          id: exampleIds.connection,
          status: "verified",
          connection: { ...exampleSummary, state: "propagating", provider: "cloudflare" },
          error: null,
        },
      ],
      verified: 1,
      refused: 0,
      queued: 0,
    },
  },
});

export const archiveConnectionsEndpoint = defineEndpoint({
  id: "archiveConnections",
  tag: "connections",
  method: "POST",
  path: "/v1/connections:archive",
  scope: "connections:write",
  summary: "Archive up to 500 connections and release their hostnames",
  description:
    "Returns one result per id, in the order of the ids. An unknown id is refused without affecting the others. Connections that are archived already count as archived.",
  status: 200,
  input: archiveConnectionsSchema,
  output: bulkArchiveSchema,
  errors: [],
  example: {
    input: { ids: [exampleIds.connection] },
    output: {
      results: [
        {
          id: exampleIds.connection,
          status: "archived",
          connection: { ...exampleSummary, state: "archived" },
          error: null,
        },
      ],
      archived: 1,
      refused: 0,
    },
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

export const updateConnectionEndpoint = defineEndpoint({
  id: "updateConnection",
  tag: "connections",
  method: "PATCH",
  path: "/v1/connections/{id}",
  scope: "connections:write",
  summary: "Change a connection's metadata",
  description:
    "Merges the given keys into the stored ones. A new `reference` is in the assertions that your origin receives about a second later.",
  status: 200,
  input: updateConnectionSchema,
  output: connectionSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection, metadata: { reference: "customer-4711" } },
    output: { ...exampleConnection, metadata: { reference: "customer-4711" } },
  },
});

export const exportRecordsEndpoint = defineEndpoint({
  id: "exportRecords",
  tag: "connections",
  method: "GET",
  path: "/v1/connections/{id}/export",
  scope: "connections:read",
  summary: "Export the records to publish as a zone file, Terraform or JSON",
  description:
    "Contains the desired records and the ownership challenge. The zone file follows RFC 1035 (BIND) with fully qualified names, ready to import into the customer's zone. It has no SOA or NS records.",
  status: 200,
  input: exportRecordsSchema,
  output: recordsExportSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection, format: "zone" },
    output: {
      format: "zone",
      filename: "shop.example.com.zone",
      content: `; DNS records for shop.example.com
${exampleChallenge.name}. 300 IN TXT "${exampleChallenge.value}"
shop.example.com. 300 IN CNAME edge.example.net.
`,
    },
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
  input: archiveConnectionSchema,
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
  replica: true,
  status: 200,
  input: listEventsSchema,
  output: pageOf(eventSchema),
  errors: [],
  example: {
    input: { id: exampleIds.connection },
    output: { data: [exampleEvent], nextCursor: null },
  },
});

export const getObservationsEndpoint = defineEndpoint({
  id: "getObservations",
  tag: "connections",
  method: "GET",
  path: "/v1/connections/{id}/observations",
  scope: "connections:read",
  summary: "Get the latest answers of each nameserver",
  description:
    "The evidence behind `ownership` and `observed_records`, from the last check. This does not query any nameserver.",
  status: 200,
  input: connectionIdSchema,
  output: observationsSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection },
    output: {
      ownership: {
        kind: "missing",
        values: [],
        agreeing: [],
        disagreeing: [],
        checkedAt: exampleConnection.createdAt,
        servers: [
          {
            server: "ns1.example.com",
            address: "192.0.2.53",
            name: exampleConnection.ownershipChallenge.name,
            type: "TXT",
            kind: "nxdomain",
            reason: null,
            values: [],
          },
        ],
      },
      records: [],
      recordsCheckedAt: null,
    },
  },
});

export const verifyConnectionEndpoint = defineEndpoint({
  id: "verifyConnection",
  tag: "connections",
  method: "POST",
  path: "/v1/connections/{id}/verify",
  scope: "connections:write",
  widget: true,
  summary: "Check ownership now",
  description:
    "At most 20 checks of a connection within a minute, together with `records:check`; then 429 `rate_limited`. Connections are checked in the background too, so you need not poll.",
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
  summary: "Check the records now",
  description: "At most 20 checks of a connection within a minute, together with `verify`; then 429 `rate_limited`.",
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
