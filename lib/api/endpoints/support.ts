import { defineEndpoint } from "@/lib/api/endpoint";
import {
  exampleConnection,
  exampleDiagnosis,
  exampleEvent,
  exampleIds,
  exampleJob,
  exampleSnapshot,
  exampleStuck,
  exampleSummary,
  exampleSupportNote,
  exampleSupportReply,
  exampleSupportTenant,
} from "@/lib/api/examples";
import { connectionSchema } from "@/lib/connections/schema";
import { pageOf } from "@/lib/db/pagination";
import {
  createSupportNoteSchema,
  getSupportHealthSchema,
  getSupportQueueSchema,
  listSupportTenantConnectionsSchema,
  searchSupportSchema,
  supportConnectionIdSchema,
  supportConnectionSchema,
  supportDiagnosisSchema,
  supportHandshakeSchema,
  supportHealthSchema,
  supportJobDoneSchema,
  supportJobIdSchema,
  supportNoteSchema,
  supportQueueSchema,
  supportSearchSchema,
  supportTenantConnectionSchema,
  supportTenantIdSchema,
  supportTenantSchema,
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
  description: "For support staff. Finds 20 of each sort at most.",
  status: 200,
  input: searchSupportSchema,
  output: supportSearchSchema,
  errors: [],
  example: {
    input: { q: "shop.example" },
    output: { connections: [exampleStuck], tenants: [], webhooks: [] },
  },
});

export const getSupportQueueEndpoint = defineEndpoint({
  ...ofStaff,
  id: "getSupportQueue",
  method: "GET",
  path: "/v1/support/queue",
  summary: "Show what is stuck, grouped by cause",
  description:
    "For support staff. Connections that are stalled, failed or drifted, or on the way for more than an hour, by the first finding of their newest diagnosis.",
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
          oldestAt: exampleStuck.stateChangedAt,
          examples: [exampleStuck],
        },
      ],
      total: 1,
      capped: false,
    },
  },
});

export const getSupportConnectionEndpoint = defineEndpoint({
  ...ofStaff,
  id: "getSupportConnection",
  method: "GET",
  path: "/v1/support/connections/{id}",
  summary: "Show everything about a connection",
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
  summary: "Say why a connection is stuck, and draft the reply",
  description: "For support staff. Takes 5 seconds at most.",
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
  description: "For support staff. What is not there yet is no refusal: see `state` of the answer.",
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
  summary: "Make a handshake with the hostname through the edge",
  description: "For support staff. Decides nothing about the connection.",
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

export const createSupportNoteEndpoint = defineEndpoint({
  ...ofStaff,
  id: "createSupportNote",
  method: "POST",
  path: "/v1/support/connections/{id}/notes",
  summary: "Write a note for colleagues",
  description: "For support staff. The company never sees it; its audit log says that a note was written.",
  status: 201,
  input: createSupportNoteSchema,
  output: supportNoteSchema,
  errors: [],
  example: {
    input: { id: exampleIds.connection, text: "Called them: they change it tonight." },
    output: exampleSupportNote,
  },
});

export const retryJobEndpoint = defineEndpoint({
  ...ofStaff,
  id: "retryJob",
  method: "POST",
  path: "/v1/support/jobs/{job_id}/retry",
  summary: "Run a job now",
  description: "For support staff. Also one that was given up. Answers `invalid_state` while a worker runs it.",
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
  description: "For support staff. Answers `invalid_state` while a worker runs it.",
  status: 200,
  input: supportJobIdSchema,
  output: supportJobDoneSchema,
  errors: ["invalid_state"],
  example: {
    input: { jobId: exampleIds.job },
    output: { id: exampleIds.job, name: "check-ownership", done: "discarded" },
  },
});

export const getSupportTenantEndpoint = defineEndpoint({
  ...ofStaff,
  id: "getSupportTenant",
  method: "GET",
  path: "/v1/support/tenants/{id}",
  summary: "Show a company's plan, limits and usage",
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
    "For support staff. Where the company pays a billing provider, that provider's next message has the last word about the plan; the limits stay.",
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
  status: 200,
  input: listSupportTenantConnectionsSchema,
  output: pageOf(supportTenantConnectionSchema),
  errors: [],
  example: { input: { id: exampleIds.tenant }, output: { data: [exampleSummary], nextCursor: null } },
});

export const getSupportHealthEndpoint = defineEndpoint({
  ...ofStaff,
  id: "getSupportHealth",
  method: "GET",
  path: "/v1/support/health",
  summary: "Show how workers, queue and edge stand",
  description: "For support staff.",
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
      queue: { due: 2, failed: 0, oldestSeconds: 0.4 },
      claims: 812,
      asks: { hostnames: 640, allowed: 4_120, refused: 12 },
      checkedAt,
    },
  },
});
