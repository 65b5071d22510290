import { listConnectionsEndpoint } from "@/lib/api/endpoints/connections";
import { defineEndpoint } from "@/lib/api/endpoints/endpoint";
import {
  exampleConnection,
  exampleDiagnosis,
  exampleEvent,
  exampleIds,
  exampleJob,
  exampleShareLink,
  exampleSnapshot,
  exampleStuck,
  exampleSummary,
  exampleSupportNote,
  exampleSupportReply,
  exampleSupportTenant,
} from "@/lib/api/endpoints/examples";
import { connectionSchema } from "@/lib/connections/schema";
import { pageOf } from "@/lib/db/pagination";
import { createdShareLinkSchema, createShareLinkSchema } from "@/lib/diagnosis/schema";
import {
  assignConnectionSchema,
  createSupportNoteSchema,
  failedJobSchema,
  getSupportHealthSchema,
  getSupportQueueSchema,
  listFailedJobsSchema,
  listStuckConnectionsSchema,
  listSupportEdgesSchema,
  listSupportTenantConnectionsSchema,
  listSupportTenantsSchema,
  searchSupportSchema,
  startViewingSchema,
  stopViewingSchema,
  supportAssignmentSchema,
  supportConnectionIdSchema,
  supportConnectionSchema,
  supportDiagnosisSchema,
  supportEdgesSchema,
  supportHandshakeSchema,
  supportHealthSchema,
  supportHitSchema,
  supportJobDoneSchema,
  supportJobIdSchema,
  supportNoteSchema,
  supportQueueSchema,
  supportSearchSchema,
  supportTenantIdSchema,
  supportTenantRowSchema,
  supportTenantSchema,
  supportViewingSchema,
  updateSupportTenantSchema,
} from "@/lib/support/schema";

/** Everything here is for support staff who are signed in, and is written to the audit log of the company it is about. */
const ofStaff = { tag: "support", scope: null, caller: "staff" } as const;

const checkedAt = new Date("2026-11-23T09:31:12.000Z");

export const searchSupportEndpoint = defineEndpoint({
  ...ofStaff,
  id: "searchSupport",
  method: "GET",
  path: "/v1/support/search",
  summary: "Search across companies",
  description: "For support staff. Returns at most 20 results of each kind.",
  replica: true,
  status: 200,
  input: searchSupportSchema,
  output: supportSearchSchema,
  errors: [],
  example: {
    input: { q: "shop.example" },
    output: { connections: [exampleStuck], tenants: [], people: [], webhooks: [], requests: [] },
  },
});

export const getSupportQueueEndpoint = defineEndpoint({
  ...ofStaff,
  id: "getSupportQueue",
  method: "GET",
  path: "/v1/support/queue",
  summary: "Get stuck connections, grouped by cause",
  description:
    "For support staff. Covers connections that are stalled, failed or drifted, in progress for more than an hour, or in progress with a mistake in what was published, grouped by the first finding of their latest diagnosis. `left_out` counts those in progress that are not covered.",
  replica: true,
  status: 200,
  input: getSupportQueueSchema,
  output: supportQueueSchema,
  errors: [],
  example: {
    input: {},
    output: {
      groups: [
        {
          by: "finding",
          code: "txt-name-doubled",
          title: "The domain's name was appended twice",
          count: 1,
          unassigned: 0,
          oldestAt: exampleStuck.stateChangedAt,
          examples: [exampleStuck],
        },
      ],
      total: 1,
      capped: false,
      leftOut: 12,
    },
  },
});

export const listStuckConnectionsEndpoint = defineEndpoint({
  ...ofStaff,
  id: "listStuckConnections",
  method: "GET",
  path: "/v1/support/queue/connections",
  summary: "List one group of stuck connections",
  description: "For support staff. Longest waiting first.",
  replica: true,
  status: 200,
  input: listStuckConnectionsSchema,
  output: pageOf(supportHitSchema),
  errors: [],
  example: {
    input: { by: "finding", code: "txt-name-doubled" },
    output: { data: [exampleStuck], nextCursor: null },
  },
});

export const getSupportConnectionEndpoint = defineEndpoint({
  ...ofStaff,
  id: "getSupportConnection",
  method: "GET",
  path: "/v1/support/connections/{id}",
  summary: "Get everything about a connection",
  description: "For support staff.",
  status: 200,
  input: supportConnectionIdSchema,
  output: supportConnectionSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection },
    output: {
      connection: exampleConnection,
      tenant: { id: exampleIds.tenant, name: "Example Shops", plan: "pro" },
      application: { id: exampleIds.application, name: "Shop", environment: "live" },
      waitingSince: exampleStuck.waitingSince,
      assignee: exampleStuck.assignee,
      observations: { ownership: null, records: [], recordsCheckedAt: null },
      claim: null,
      ask: null,
      jobs: [exampleJob],
      notes: [exampleSupportNote],
      snapshots: [exampleSnapshot],
      events: [exampleEvent],
      reply: exampleSupportReply,
    },
  },
});

export const diagnoseForSupportEndpoint = defineEndpoint({
  ...ofStaff,
  id: "diagnoseForSupport",
  method: "GET",
  path: "/v1/support/connections/{id}/diagnosis",
  summary: "Diagnose a connection and draft a reply",
  description: "For support staff. Takes at most 5 seconds.",
  status: 200,
  input: supportConnectionIdSchema,
  output: supportDiagnosisSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection },
    output: { diagnosis: exampleDiagnosis, reply: exampleSupportReply },
  },
});

export const recheckConnectionEndpoint = defineEndpoint({
  ...ofStaff,
  id: "recheckConnection",
  method: "POST",
  path: "/v1/support/connections/{id}/recheck",
  summary: "Check a connection now",
  description:
    "For support staff. Missing records are not an error: see `state` in the response. At most 20 a minute for a connection, together with handshakes.",
  status: 200,
  input: supportConnectionIdSchema,
  output: connectionSchema,
  errors: ["invalid_state"],
  example: { input: { id: exampleIds.connection }, output: exampleConnection },
});

export const probeHostnameEndpoint = defineEndpoint({
  ...ofStaff,
  id: "probeHostname",
  method: "POST",
  path: "/v1/support/connections/{id}/handshake",
  summary: "Make a TLS handshake with a hostname through the edge",
  description:
    "For support staff. Does not change the connection. At most 20 a minute for a connection, together with checks.",
  status: 200,
  input: supportConnectionIdSchema,
  output: supportHandshakeSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection },
    output: {
      hostname: "shop.example.com",
      kind: "refused",
      valid: false,
      reason: "the edge has no certificate for this name",
      certificate: null,
      checkedAt,
      tookMs: 41,
    },
  },
});

export const createSupportShareLinkEndpoint = defineEndpoint({
  ...ofStaff,
  id: "createSupportShareLink",
  method: "POST",
  path: "/v1/support/connections/{id}/share-links",
  summary: "Create a link for the person who manages the DNS",
  description: "For support staff. The company sees the link among its own and can revoke it.",
  status: 201,
  input: createShareLinkSchema,
  output: createdShareLinkSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection, expiresInDays: 7 },
    output: {
      ...exampleShareLink,
      firstOpenedAt: null,
      lastOpenedAt: null,
      token: "qB3n0Y5uHq7cV1kLw8sT2xZr4mJd6fGa",
      url: "https://app.example.net/connect/qB3n0Y5uHq7cV1kLw8sT2xZr4mJd6fGa",
    },
  },
});

export const assignConnectionEndpoint = defineEndpoint({
  ...ofStaff,
  id: "assignConnection",
  method: "POST",
  path: "/v1/support/connections/{id}/assignment",
  summary: "Take on a connection, or hand it back",
  description:
    "For support staff. The queue shows who takes care of each connection. Replaces whoever did. The company's audit log records it.",
  status: 200,
  input: assignConnectionSchema,
  output: supportAssignmentSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection, assigned: true },
    output: { assignee: exampleStuck.assignee },
  },
});

export const createSupportNoteEndpoint = defineEndpoint({
  ...ofStaff,
  id: "createSupportNote",
  method: "POST",
  path: "/v1/support/connections/{id}/notes",
  summary: "Add an internal note",
  description: "For support staff. The company never sees the note; its audit log records that one was added.",
  status: 201,
  input: createSupportNoteSchema,
  output: supportNoteSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection, text: "Called them: they change it tonight." },
    output: exampleSupportNote,
  },
});

export const listFailedJobsEndpoint = defineEndpoint({
  ...ofStaff,
  id: "listFailedJobs",
  method: "GET",
  path: "/v1/support/jobs",
  summary: "List failed jobs, newest first",
  description: "For support staff. These jobs have used up their retries.",
  replica: true,
  status: 200,
  input: listFailedJobsSchema,
  output: pageOf(failedJobSchema),
  errors: [],
  example: {
    input: {},
    output: {
      data: [
        {
          ...exampleJob,
          attempts: 3,
          lastError: "Error: the database was away",
          failedAt: checkedAt,
          tenantId: exampleIds.tenant,
          tenantName: "Example Shops",
          connectionId: exampleIds.connection,
        },
      ],
      nextCursor: null,
    },
  },
});

export const retryJobEndpoint = defineEndpoint({
  ...ofStaff,
  id: "retryJob",
  method: "POST",
  path: "/v1/support/jobs/{job_id}/retry",
  summary: "Run a job now",
  description: "For support staff. Also works for failed jobs. Returns `invalid_state` while a worker runs it.",
  status: 200,
  input: supportJobIdSchema,
  output: supportJobDoneSchema,
  errors: ["invalid_state"],
  example: {
    input: { jobId: exampleIds.job },
    output: { id: exampleIds.job, name: "check-ownership", done: "retried" },
  },
});

export const discardJobEndpoint = defineEndpoint({
  ...ofStaff,
  id: "discardJob",
  method: "POST",
  path: "/v1/support/jobs/{job_id}/discard",
  summary: "Discard a job",
  description: "For support staff. Returns `invalid_state` while a worker runs it.",
  status: 200,
  input: supportJobIdSchema,
  output: supportJobDoneSchema,
  errors: ["invalid_state"],
  example: {
    input: { jobId: exampleIds.job },
    output: { id: exampleIds.job, name: "check-ownership", done: "discarded" },
  },
});

export const listSupportTenantsEndpoint = defineEndpoint({
  ...ofStaff,
  id: "listSupportTenants",
  method: "GET",
  path: "/v1/support/tenants",
  summary: "List all companies, newest first",
  description: "For support staff. Names and plans only.",
  replica: true,
  status: 200,
  input: listSupportTenantsSchema,
  output: pageOf(supportTenantRowSchema),
  errors: [],
  example: {
    input: {},
    output: {
      data: [
        {
          id: exampleIds.tenant,
          name: "Example Shops",
          plan: "pro",
          hasOverrides: true,
          createdAt: exampleSupportTenant.createdAt,
        },
      ],
      nextCursor: null,
    },
  },
});

export const startViewingEndpoint = defineEndpoint({
  ...ofStaff,
  id: "startViewing",
  method: "POST",
  path: "/v1/support/viewing",
  summary: "View a company's dashboard",
  description:
    "For support staff. For an hour, this browser shows the company's dashboard: reads return what the company would see, and each one is recorded in its audit log. Changes are `forbidden`.",
  status: 200,
  input: startViewingSchema,
  output: supportViewingSchema,
  errors: [],
  example: { input: { tenantId: exampleIds.tenant }, output: { tenantId: exampleIds.tenant, until: checkedAt } },
});

export const stopViewingEndpoint = defineEndpoint({
  ...ofStaff,
  id: "stopViewing",
  method: "DELETE",
  path: "/v1/support/viewing",
  summary: "Stop viewing a company's dashboard",
  description: "For support staff.",
  status: 200,
  input: stopViewingSchema,
  output: supportViewingSchema,
  errors: [],
  example: { input: {}, output: { tenantId: null, until: null } },
});

export const getSupportTenantEndpoint = defineEndpoint({
  ...ofStaff,
  id: "getSupportTenant",
  method: "GET",
  path: "/v1/support/tenants/{id}",
  summary: "Get a company's plan, limits and usage",
  description: "For support staff.",
  status: 200,
  input: supportTenantIdSchema,
  output: supportTenantSchema,
  errors: [],
  example: { input: { id: exampleIds.tenant }, output: exampleSupportTenant },
});

export const updateSupportTenantEndpoint = defineEndpoint({
  ...ofStaff,
  id: "updateSupportTenant",
  method: "PATCH",
  path: "/v1/support/tenants/{id}",
  summary: "Change a company's plan or limits",
  description:
    "For support staff. If the company pays through a billing provider, the provider's next message overrides the plan; the limits stay.",
  status: 200,
  input: updateSupportTenantSchema,
  output: supportTenantSchema,
  errors: [],
  example: {
    input: { id: exampleIds.tenant, limitOverrides: { connect: 500 } },
    output: exampleSupportTenant,
  },
});

export const listSupportTenantConnectionsEndpoint = defineEndpoint({
  ...ofStaff,
  id: "listSupportTenantConnections",
  method: "GET",
  path: "/v1/support/tenants/{id}/connections",
  summary: "List a company's connections as it sees them, newest first",
  description: "For support staff.",
  replica: true,
  status: 200,
  input: listSupportTenantConnectionsSchema,
  output: listConnectionsEndpoint.output,
  errors: [],
  example: { input: { id: exampleIds.tenant }, output: { data: [exampleSummary], nextCursor: null } },
});

export const listSupportEdgesEndpoint = defineEndpoint({
  ...ofStaff,
  id: "listSupportEdges",
  method: "GET",
  path: "/v1/support/edges",
  summary: "List the edges, and what they have not confirmed as stopped",
  description:
    "For support staff. Edges that reported in the last seven days, those that are silent or behind first, and archived or failed connections that an edge may still serve.",
  status: 200,
  input: listSupportEdgesSchema,
  output: supportEdgesSchema,
  errors: [],
  example: {
    input: {},
    output: {
      edges: [
        {
          id: "2b6a3f0e-58c1-4d0e-9a53-0c8f4a1f7d20",
          name: "edge-1",
          status: "current",
          responderVersion: "1.0.0",
          caddyVersion: "2.11.9",
          probeAddress: "203.0.113.10:443",
          hosts: 812,
          sequence: 20_418,
          behind: 0,
          behindSeconds: 0,
          startedAt: new Date("2026-11-23T08:00:00.000Z"),
          seenAt: checkedAt,
          lastAskAt: checkedAt,
          problems: [],
          renewals: { watched: 640, dueNow: 3, overdueCount: 0 },
        },
      ],
      lateStops: [],
      checkedAt,
    },
  },
});

export const getSupportHealthEndpoint = defineEndpoint({
  ...ofStaff,
  id: "getSupportHealth",
  method: "GET",
  path: "/v1/support/health",
  summary: "Get the health of workers, queue and edge",
  description: "For support staff.",
  replica: true,
  status: 200,
  input: getSupportHealthSchema,
  output: supportHealthSchema,
  errors: [],
  example: {
    input: {},
    output: {
      workers: [
        {
          id: "5f0c2f2e-6f3b-4a52-9f5d-1f6f0a6f7b11",
          host: "worker-1",
          startedAt: new Date("2026-11-23T08:00:00.000Z"),
          seenAt: checkedAt,
          alive: true,
          drained: 1_204,
          failed: 3,
        },
      ],
      queue: {
        due: 2,
        failed: 0,
        oldestSeconds: 0.4,
        pools: [{ pool: "checks", due: 2, running: 1, oldestSeconds: 0.4 }],
      },
      problems: [],
      hosts: 812,
      edges: { known: 2, connected: 2, lagging: 0, behindSeconds: 0 },
      asks: {
        hostnames: 640,
        allowed: 4_120,
        refused: 12,
        minutes: [{ at: new Date("2026-11-23T09:31:00.000Z"), allowed: 18, refused: 0 }],
      },
      checkedAt,
    },
  },
});
