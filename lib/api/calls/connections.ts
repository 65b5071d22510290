// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const archiveConnectionCall: Call<"archiveConnection"> = {
  id: "archiveConnection",
  tag: "connections",
  method: "DELETE",
  path: "/v1/connections/{id}",
};

export const archiveConnectionsCall: Call<"archiveConnections"> = {
  id: "archiveConnections",
  tag: "connections",
  method: "POST",
  path: "/v1/connections:archive",
  max: {
    ids: 500,
  },
};

export const checkRecordsCall: Call<"checkRecords"> = {
  id: "checkRecords",
  tag: "connections",
  method: "POST",
  path: "/v1/connections/{id}/records:check",
};

export const countConnectionsCall: Call<"countConnections"> = {
  id: "countConnections",
  tag: "connections",
  method: "GET",
  path: "/v1/connections:count",
  max: {
    hostname: 2048,
    batchId: 64,
    endUserRef: 200,
    q: 2048,
  },
};

export const createConnectionCall: Call<"createConnection"> = {
  id: "createConnection",
  tag: "connections",
  method: "POST",
  path: "/v1/connections",
  max: {
    hostname: 2048,
    dnsRecords: 20,
    batchId: 64,
    endUserRef: 200,
  },
};

export const createConnectionsCall: Call<"createConnections"> = {
  id: "createConnections",
  tag: "connections",
  method: "POST",
  path: "/v1/connections:batch",
  max: {
    batchId: 64,
    items: 500,
  },
};

export const exportConnectionsCall: Call<"exportConnections"> = {
  id: "exportConnections",
  tag: "connections",
  method: "GET",
  path: "/v1/connections:export",
  max: {
    hostname: 2048,
    batchId: 64,
    endUserRef: 200,
    q: 2048,
  },
};

export const exportRecordsCall: Call<"exportRecords"> = {
  id: "exportRecords",
  tag: "connections",
  method: "GET",
  path: "/v1/connections/{id}/export",
};

export const getConnectionCall: Call<"getConnection"> = {
  id: "getConnection",
  tag: "connections",
  method: "GET",
  path: "/v1/connections/{id}",
};

export const getObservationsCall: Call<"getObservations"> = {
  id: "getObservations",
  tag: "connections",
  method: "GET",
  path: "/v1/connections/{id}/observations",
};

export const listCausesCall: Call<"listCauses"> = {
  id: "listCauses",
  tag: "connections",
  method: "GET",
  path: "/v1/connections:causes",
  max: {
    hostname: 2048,
    batchId: 64,
    endUserRef: 200,
    q: 2048,
  },
};

export const listConnectionsCall: Call<"listConnections"> = {
  id: "listConnections",
  tag: "connections",
  method: "GET",
  path: "/v1/connections",
  max: {
    hostname: 2048,
    batchId: 64,
    endUserRef: 200,
    q: 2048,
  },
};

export const listEventsCall: Call<"listEvents"> = {
  id: "listEvents",
  tag: "connections",
  method: "GET",
  path: "/v1/connections/{id}/events",
};

export const updateConnectionCall: Call<"updateConnection"> = {
  id: "updateConnection",
  tag: "connections",
  method: "PATCH",
  path: "/v1/connections/{id}",
};

export const verifyConnectionCall: Call<"verifyConnection"> = {
  id: "verifyConnection",
  tag: "connections",
  method: "POST",
  path: "/v1/connections/{id}/verify",
};

export const verifyConnectionsCall: Call<"verifyConnections"> = {
  id: "verifyConnections",
  tag: "connections",
  method: "POST",
  path: "/v1/connections:verify",
  max: {
    ids: 500,
  },
};
