import { z } from "zod";
import { limitOverridesSchema, planNameSchema, usageSchema } from "@/lib/accounts/quotas/schema";
import { connectionStates } from "@/lib/connections/machine";
import { connectionSchema, connectionSummarySchema, eventSchema, observationsSchema } from "@/lib/connections/schema";
import { pageInput } from "@/lib/db/pagination";
import { diagnosisSchema, diagnosisSnapshotSchema } from "@/lib/diagnosis/schema";
import { isoDate } from "@/lib/kernel/iso-date";
import { multiLine } from "@/lib/kernel/one-line";
import { roles } from "@/lib/kernel/roles";

/** Shapes of the support console on the wire: no server imports, so that a browser can use them too. */

export const searchSupportSchema = z.strictObject({
  /** At least three characters: the index of hostnames is made of trigrams. */
  q: z
    .string()
    .trim()
    .min(3)
    .max(2_048)
    .describe(
      "A hostname, as people paste it, or a part of one; part of a company's name or of a person's email address; or an id: of an object or a request, also as part of a URL.",
    ),
});
export type SearchSupportInput = z.infer<typeof searchSupportSchema>;

export const supportAssigneeSchema = z.object({ id: z.uuid(), name: z.string() });
export type SupportAssignee = z.infer<typeof supportAssigneeSchema>;

const tenantOf = { tenantId: z.uuid(), tenantName: z.string() };

export const supportHitSchema = z.object({
  id: z.uuid(),
  ...tenantOf,
  hostname: z.string(),
  state: z.enum(connectionStates),
  errorCode: z.string().nullable(),
  stateChangedAt: isoDate,
  waitingSince: isoDate.describe("Since when the customer could have acted: how long they have waited."),
  assignee: supportAssigneeSchema.nullable().describe("Who of support staff takes care of it; null: nobody."),
});

export const supportSearchSchema = z.object({
  /** 20 of each kind at most. */
  connections: z.array(supportHitSchema),
  tenants: z.array(z.object({ id: z.uuid(), name: z.string(), plan: z.string() })),
  webhooks: z.array(
    z.object({
      /** `message`: its connection is in `connection_id`. `endpoint`: a webhook endpoint. */
      kind: z.enum(["endpoint", "message"]),
      id: z.uuid(),
      ...tenantOf,
      connectionId: z.uuid().nullable(),
      /** The endpoint's URL, or the message's type. */
      label: z.string(),
      status: z.string(),
    }),
  ),
  /** Members and invited people, once for each of their companies. */
  people: z.array(
    z.object({
      /** Of the person, or of the invitation. */
      id: z.uuid(),
      ...tenantOf,
      email: z.string(),
      name: z.string(),
      role: z.enum(roles),
      isInvited: z.boolean(),
    }),
  ),
  /** Audit log entries of the request with this id. */
  requests: z.array(
    z.object({
      id: z.uuid(),
      ...tenantOf,
      actor: z.string(),
      action: z.string(),
      targetId: z.string(),
      createdAt: isoDate,
    }),
  ),
});
export type SupportSearch = z.infer<typeof supportSearchSchema>;

export type SupportHit = z.infer<typeof supportHitSchema>;

export const getSupportQueueSchema = z.strictObject({});
export type GetSupportQueueInput = z.infer<typeof getSupportQueueSchema>;

/** `finding`: by the first finding of the newest diagnosis. Else by the connection's error code, or its state. */
export const stuckBy = ["finding", "error", "state"] as const;
export type StuckBy = (typeof stuckBy)[number];

export const listStuckConnectionsSchema = z.strictObject({
  by: z.enum(stuckBy),
  code: z.string().min(1).max(80),
  ...pageInput,
});
export type ListStuckConnectionsInput = z.infer<typeof listStuckConnectionsSchema>;

export const supportQueueSchema = z.object({
  /** The largest first. */
  groups: z.array(
    z.object({
      /** What `code` is: the first finding of the newest diagnosis, else the connection's error code, else its state. */
      by: z.enum(stuckBy),
      code: z.string(),
      /** The finding's title, as one of the connections has it. */
      title: z.string().nullable(),
      count: z.number().int(),
      unassigned: z.number().int().describe("Of these, how many nobody takes care of."),
      oldestAt: isoDate,
      /** The longest waiting, 3 at most. */
      examples: z.array(supportHitSchema),
    }),
  ),
  total: z.number().int(),
  /** There are more than `total`: only the longest waiting were read. */
  capped: z.boolean(),
  leftOut: z
    .number()
    .int()
    .describe(
      "Connections in setup for less than an hour in which no mistake was seen: 10,000 stands for any number from there.",
    ),
});
export type SupportQueue = z.infer<typeof supportQueueSchema>;
export type SupportQueueGroup = SupportQueue["groups"][number];

export const supportConnectionIdSchema = z.strictObject({ id: z.uuid() });
export type SupportConnectionIdInput = z.infer<typeof supportConnectionIdSchema>;

export const assignConnectionSchema = z.strictObject({
  id: z.uuid(),
  assigned: z.boolean().describe("true: to you. false: to nobody."),
});
export type AssignConnectionInput = z.infer<typeof assignConnectionSchema>;

export const supportAssignmentSchema = z.object({ assignee: supportAssigneeSchema.nullable() });
export type SupportAssignment = z.infer<typeof supportAssignmentSchema>;

export const supportNoteSchema = z.object({
  id: z.uuid(),
  /** As the audit log names them: `staff:<id>`. */
  author: z.string(),
  /** null: no longer a member of staff. */
  authorName: z.string().nullable(),
  text: z.string(),
  createdAt: isoDate,
});
export type SupportNoteResource = z.infer<typeof supportNoteSchema>;

export const createSupportNoteSchema = z.strictObject({ id: z.uuid(), text: multiLine(4_000) });
export type CreateSupportNoteInput = z.infer<typeof createSupportNoteSchema>;

export const supportJobSchema = z.object({
  id: z.string(),
  name: z.string(),
  payload: z.record(z.string(), z.unknown()),
  runAt: isoDate,
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  /** When it failed for good; null: it is retried at `run_at`. */
  failedAt: isoDate.nullable(),
  /** When the lease of the worker that runs it ends. */
  lockedUntil: isoDate.nullable(),
  createdAt: isoDate,
});
export type SupportJobResource = z.infer<typeof supportJobSchema>;

export const supportConnectionSchema = z.object({
  /** As its tenant sees it. */
  connection: connectionSchema,
  tenant: z.object({ id: z.uuid(), name: z.string(), plan: z.string() }),
  application: z.object({ id: z.uuid(), name: z.string(), environment: z.enum(["test", "live"]) }),
  waitingSince: supportHitSchema.shape.waitingSince,
  assignee: supportHitSchema.shape.assignee,
  observations: observationsSchema,
  /** Who holds the hostname; null: nobody has proven control. */
  claim: z.object({ connectionId: z.uuid(), tenantId: z.uuid(), createdAt: isoDate }).nullable(),
  /** The edge's ask requests for the hostname; null: none. */
  ask: z
    .object({
      allowed: z.number().int(),
      refused: z.number().int(),
      lastAllowed: z.boolean(),
      lastReason: z.string().nullable(),
      lastAskedAt: isoDate,
    })
    .nullable(),
  jobs: z.array(supportJobSchema),
  /** Newest first, like the two below; 50, 10 and 50 at most. */
  notes: z.array(supportNoteSchema),
  snapshots: z.array(diagnosisSnapshotSchema),
  events: z.array(eventSchema),
  reply: z
    .object({ subject: z.string(), text: z.string() })
    .describe("A mail for the customer, drafted from the newest diagnosis that was kept."),
});
export type SupportConnection = z.infer<typeof supportConnectionSchema>;

export const supportDiagnosisSchema = z.object({
  diagnosis: diagnosisSchema,
  reply: supportConnectionSchema.shape.reply,
});
export type SupportDiagnosis = z.infer<typeof supportDiagnosisSchema>;

export const supportHandshakeSchema = z.object({
  hostname: z.string(),
  kind: z.enum(["certificate", "refused", "unreachable"]),
  /** The chain ends at a root that is trusted, for this name, today. */
  valid: z.boolean(),
  /** Why it is not. */
  reason: z.string().nullable(),
  certificate: z
    .object({
      issuer: z.string(),
      serial: z.string(),
      notBefore: isoDate,
      notAfter: isoDate,
      names: z.array(z.string()),
    })
    .nullable(),
  checkedAt: isoDate,
  tookMs: z.number().int(),
});
export type SupportHandshake = z.infer<typeof supportHandshakeSchema>;

export const supportJobIdSchema = z.strictObject({ jobId: z.string().min(1).max(60) });
export type SupportJobIdInput = z.infer<typeof supportJobIdSchema>;

export const supportJobDoneSchema = z.object({
  id: z.string(),
  name: z.string(),
  done: z.enum(["retried", "discarded"]),
});
export type SupportJobDone = z.infer<typeof supportJobDoneSchema>;

export const listFailedJobsSchema = z.strictObject({ ...pageInput });
export type ListFailedJobsInput = z.infer<typeof listFailedJobsSchema>;

export const failedJobSchema = supportJobSchema.extend({
  tenantId: z.uuid(),
  tenantName: z.string(),
  /** What it is about; null: no connection. */
  connectionId: z.uuid().nullable(),
});
export type FailedJobResource = z.infer<typeof failedJobSchema>;

export const startViewingSchema = z.strictObject({ tenantId: z.uuid() });
export type StartViewingInput = z.infer<typeof startViewingSchema>;
export const stopViewingSchema = z.strictObject({});
export type StopViewingInput = z.infer<typeof stopViewingSchema>;

export const supportViewingSchema = z.object({
  /** The company whose dashboard this browser shows, read-only; null: none. */
  tenantId: z.uuid().nullable(),
  until: isoDate.nullable(),
});
export type SupportViewing = z.infer<typeof supportViewingSchema>;

export const listSupportTenantsSchema = z.strictObject({ ...pageInput });
export type ListSupportTenantsInput = z.infer<typeof listSupportTenantsSchema>;

export const supportTenantRowSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  plan: z.string(),
  /** Support replaced limits of its plan. */
  hasOverrides: z.boolean(),
  createdAt: isoDate,
});
export type SupportTenantRow = z.infer<typeof supportTenantRowSchema>;

export const supportTenantIdSchema = z.strictObject({ id: z.uuid() });
export type SupportTenantIdInput = z.infer<typeof supportTenantIdSchema>;

export const updateSupportTenantSchema = z.strictObject({
  id: z.uuid(),
  plan: planNameSchema.optional(),
  limitOverrides: limitOverridesSchema
    .optional()
    .describe("All of them: what is left out follows the plan again, and null is no limit."),
});
export type UpdateSupportTenantInput = z.infer<typeof updateSupportTenantSchema>;

export const supportTenantSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  plan: z.string(),
  createdAt: isoDate,
  limitOverrides: limitOverridesSchema,
  usage: usageSchema,
  members: z.number().int(),
  applications: z.number().int(),
  states: z.array(z.object({ state: z.enum(connectionStates), count: z.number().int() })),
});
export type SupportTenant = z.infer<typeof supportTenantSchema>;

export const listSupportTenantConnectionsSchema = z.strictObject({ id: z.uuid(), ...pageInput });
export type ListSupportTenantConnectionsInput = z.infer<typeof listSupportTenantConnectionsSchema>;
export const supportTenantConnectionSchema = connectionSummarySchema;

export const listSupportEdgesSchema = z.strictObject({});
export type ListSupportEdgesInput = z.infer<typeof listSupportEdgesSchema>;

export const supportEdgesSchema = z.object({
  /** Those that need attention first. */
  edges: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      /** `silent`: not seen for a minute. `lagging`: more than 10 seconds behind. */
      status: z.enum(["silent", "lagging", "current"]),
      responderVersion: z.string(),
      caddyVersion: z.string().nullable(),
      /** Where we make TLS handshakes with it. */
      probeAddress: z.string().nullable(),
      hosts: z.number().int(),
      /** The last change that it has applied. */
      sequence: z.number().int(),
      /** Changes that it has not applied, and the age of the oldest of these. */
      behind: z.number().int(),
      behindSeconds: z.number(),
      startedAt: isoDate,
      seenAt: isoDate,
      /** When its Caddy last asked about a certificate. */
      lastAskAt: isoDate.nullable(),
      problems: z.array(z.string()),
      /** Certificates that it has renewed in time; null: it does not report them. */
      renewals: z
        .object({ watched: z.number().int(), dueNow: z.number().int(), overdueCount: z.number().int() })
        .nullable(),
    }),
  ),
  /** Archived or failed connections that an edge has not confirmed to have stopped serving, the oldest 50. */
  lateStops: z.array(
    z.object({
      connectionId: z.uuid(),
      ...tenantOf,
      hostname: z.string(),
      releasedAt: isoDate,
      /** The names of those edges. */
      edges: z.array(z.string()),
    }),
  ),
  checkedAt: isoDate,
});
export type SupportEdges = z.infer<typeof supportEdgesSchema>;

export const getSupportHealthSchema = z.strictObject({});
export type GetSupportHealthInput = z.infer<typeof getSupportHealthSchema>;

export const supportHealthSchema = z.object({
  workers: z.array(
    z.object({
      id: z.string(),
      host: z.string(),
      startedAt: isoDate,
      seenAt: isoDate,
      /** Seen within the last minute. */
      alive: z.boolean(),
      drained: z.number().int(),
      failed: z.number().int(),
    }),
  ),
  queue: z.object({
    due: z.number().int(),
    failed: z.number().int(),
    oldestSeconds: z.number(),
    /** The same by pool: the kinds of jobs that share lanes of the workers. */
    pools: z.array(
      z.object({
        pool: z.string(),
        due: z.number().int(),
        /** Held by a worker. */
        running: z.number().int(),
        /** How long the oldest due job has been due. */
        oldestSeconds: z.number(),
      }),
    ),
  }),
  /** What is wrong with the workers and the queue at the moment: a sentence each. */
  problems: z.array(z.string()),
  /** Hostnames that may have a certificate. */
  hosts: z.number().int(),
  edges: z.object({
    /** That reported in the last days, and that are connected now. */
    known: z.number().int(),
    connected: z.number().int(),
    /** Of those that are connected: more than 10 seconds behind. */
    lagging: z.number().int(),
    /** How long the oldest change has waited that a connected edge has not applied. */
    behindSeconds: z.number(),
  }),
  asks: z.object({
    /** Hostnames that the edge asked about in the last 24 hours, and all decisions about them so far. */
    hostnames: z.number().int(),
    allowed: z.number().int(),
    refused: z.number().int(),
    /** Ask requests at all edges in each of the last 60 minutes, oldest first; the last one is incomplete. */
    minutes: z.array(z.object({ at: isoDate, allowed: z.number().int(), refused: z.number().int() })),
  }),
  checkedAt: isoDate,
});
export type SupportHealth = z.infer<typeof supportHealthSchema>;
