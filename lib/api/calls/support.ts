// Written by `npm run calls`. What the endpoints are is in lib/api/endpoints.
import type { Call } from "@/lib/api/calls/call";

export const assignConnectionCall: Call<"assignConnection"> = {
  id: "assignConnection",
  tag: "support",
  method: "POST",
  path: "/v1/support/connections/{id}/assignment",
};

export const createSupportNoteCall: Call<"createSupportNote"> = {
  id: "createSupportNote",
  tag: "support",
  method: "POST",
  path: "/v1/support/connections/{id}/notes",
  max: {
    text: 4000,
  },
};

export const createSupportShareLinkCall: Call<"createSupportShareLink"> = {
  id: "createSupportShareLink",
  tag: "support",
  method: "POST",
  path: "/v1/support/connections/{id}/share-links",
  max: {
    expiresInDays: 30,
  },
};

export const diagnoseForSupportCall: Call<"diagnoseForSupport"> = {
  id: "diagnoseForSupport",
  tag: "support",
  method: "GET",
  path: "/v1/support/connections/{id}/diagnosis",
};

export const discardJobCall: Call<"discardJob"> = {
  id: "discardJob",
  tag: "support",
  method: "POST",
  path: "/v1/support/jobs/{job_id}/discard",
};

export const getSupportConnectionCall: Call<"getSupportConnection"> = {
  id: "getSupportConnection",
  tag: "support",
  method: "GET",
  path: "/v1/support/connections/{id}",
};

export const getSupportHealthCall: Call<"getSupportHealth"> = {
  id: "getSupportHealth",
  tag: "support",
  method: "GET",
  path: "/v1/support/health",
};

export const getSupportQueueCall: Call<"getSupportQueue"> = {
  id: "getSupportQueue",
  tag: "support",
  method: "GET",
  path: "/v1/support/queue",
};

export const getSupportTenantCall: Call<"getSupportTenant"> = {
  id: "getSupportTenant",
  tag: "support",
  method: "GET",
  path: "/v1/support/tenants/{id}",
};

export const listFailedJobsCall: Call<"listFailedJobs"> = {
  id: "listFailedJobs",
  tag: "support",
  method: "GET",
  path: "/v1/support/jobs",
};

export const listStuckConnectionsCall: Call<"listStuckConnections"> = {
  id: "listStuckConnections",
  tag: "support",
  method: "GET",
  path: "/v1/support/queue/connections",
  max: {
    code: 80,
  },
};

export const listSupportEdgesCall: Call<"listSupportEdges"> = {
  id: "listSupportEdges",
  tag: "support",
  method: "GET",
  path: "/v1/support/edges",
};

export const listSupportTenantConnectionsCall: Call<"listSupportTenantConnections"> = {
  id: "listSupportTenantConnections",
  tag: "support",
  method: "GET",
  path: "/v1/support/tenants/{id}/connections",
};

export const listSupportTenantsCall: Call<"listSupportTenants"> = {
  id: "listSupportTenants",
  tag: "support",
  method: "GET",
  path: "/v1/support/tenants",
};

export const probeHostnameCall: Call<"probeHostname"> = {
  id: "probeHostname",
  tag: "support",
  method: "POST",
  path: "/v1/support/connections/{id}/handshake",
};

export const recheckConnectionCall: Call<"recheckConnection"> = {
  id: "recheckConnection",
  tag: "support",
  method: "POST",
  path: "/v1/support/connections/{id}/recheck",
};

export const retryJobCall: Call<"retryJob"> = {
  id: "retryJob",
  tag: "support",
  method: "POST",
  path: "/v1/support/jobs/{job_id}/retry",
};

export const searchSupportCall: Call<"searchSupport"> = {
  id: "searchSupport",
  tag: "support",
  method: "GET",
  path: "/v1/support/search",
  max: {
    q: 2048,
  },
};

export const startViewingCall: Call<"startViewing"> = {
  id: "startViewing",
  tag: "support",
  method: "POST",
  path: "/v1/support/viewing",
};

export const stopViewingCall: Call<"stopViewing"> = {
  id: "stopViewing",
  tag: "support",
  method: "DELETE",
  path: "/v1/support/viewing",
};

export const updateSupportTenantCall: Call<"updateSupportTenant"> = {
  id: "updateSupportTenant",
  tag: "support",
  method: "PATCH",
  path: "/v1/support/tenants/{id}",
};
