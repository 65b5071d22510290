import type { ApplicationResource, KeyResource } from "@/lib/applications/schema";
import type { AuditEntryResource } from "@/lib/audit/schema";
import type { BatchResource, ConnectionResource, ConnectionSummary, EventResource } from "@/lib/connections/schema";
import type { WebhookDeliveryResource, WebhookDeliverySummary, WebhookEndpointResource } from "@/lib/webhooks/schema";

/** One story that all examples of the reference tell: shop.example.com is connected to an application. */

export const exampleIds = {
  application: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a01",
  connection: "019aa6c4-9f10-7b1e-8c44-2d9f6a7b3c02",
  key: "019aa6c4-6a20-7d42-b0f3-91c2e5d84f03",
  event: "019aa6c5-0b30-7e55-a6d2-58e1b7c9a004",
  batch: "019aa6c4-9f10-7c66-9f3a-7b02d4e6c005",
  auditEntry: "019aa6c5-2c40-7a77-8b14-c3d5e7f9a006",
  webhookEndpoint: "019aa6c4-7b40-7a61-9d15-3c8e0f2b6a05",
  webhookDelivery: "019aa6c5-0b31-7c72-8e26-4d9f1a3c7b06",
} as const;

const startedAt = new Date("2026-11-23T09:30:00.000Z");
const checkedAt = new Date("2026-11-23T09:31:12.000Z");

export const exampleApplication: ApplicationResource = {
  id: exampleIds.application,
  name: "Shop",
  environment: "live",
  recordTemplate: null,
  allowedOrigins: ["https://app.example.net"],
  upstream: "https://shops.example.net",
  createdAt: startedAt,
};

export const exampleKey: KeyResource = {
  id: exampleIds.key,
  applicationId: exampleIds.application,
  name: "Production server",
  last4: "9fQx",
  environment: "live",
  scopes: ["connections:read", "connections:write"],
  lastUsedAt: checkedAt,
  revokedAt: null,
  createdAt: startedAt,
};

export const exampleSummary: ConnectionSummary = {
  id: exampleIds.connection,
  applicationId: exampleIds.application,
  hostname: "shop.example.com",
  hostnameUnicode: "shop.example.com",
  kind: "subdomain",
  setupType: "manual",
  state: "pending_ownership",
  stateChangedAt: startedAt,
  provider: null,
  batchId: null,
  errorCode: null,
  createdAt: startedAt,
};

const record = {
  host: "shop.example.com",
  type: "CNAME",
  value: "edge.example.net",
  ttl: 300,
  priority: null,
} as const;

/** As it was just created: nothing is published yet. */
export const exampleConnection: ConnectionResource = {
  ...exampleSummary,
  ownershipChallenge: {
    name: "_customdomain-challenge.shop.example.com",
    type: "TXT",
    value: "cd-verify-5nVQk2y7b0pQnHnYH2sZ8w3rTgA",
  },
  desiredRecords: [record],
  observedRecords: [{ ...record, propagated: null, observedValue: null, observedAt: null }],
  certificate: {
    status: "unknown",
    issuer: null,
    serial: null,
    notBefore: null,
    notAfter: null,
    checkedAt: null,
    error: null,
  },
  ownership: "pending",
  pointing: "unknown",
};

/** A minute later: the TXT record was found. */
export const exampleProvenConnection: ConnectionResource = {
  ...exampleConnection,
  state: "propagating",
  stateChangedAt: checkedAt,
  provider: "cloudflare",
  observedRecords: [{ ...record, propagated: false, observedValue: null, observedAt: checkedAt }],
  ownership: "ok",
  pointing: "pending",
};

export const exampleArchivedConnection: ConnectionResource = {
  ...exampleProvenConnection,
  state: "archived",
  stateChangedAt: checkedAt,
};

export const exampleEvent: EventResource = {
  id: exampleIds.event,
  sequence: 3,
  type: "domain.verified",
  actor: "worker",
  data: { from: "pending_ownership", to: "verified", signal: "ownership_proven", hostname: "shop.example.com" },
  createdAt: checkedAt,
};

export const exampleWebhookEndpoint: WebhookEndpointResource = {
  id: exampleIds.webhookEndpoint,
  environment: "live",
  applicationId: null,
  url: "https://hooks.example.net/latchkey",
  description: "",
  eventTypes: ["domain.flow.completed", "domain.drift"],
  status: "enabled",
  failingSince: null,
  disabledAt: null,
  previousSecretExpiresAt: null,
  createdAt: startedAt,
};

export const exampleDeliverySummary: WebhookDeliverySummary = {
  id: exampleIds.webhookDelivery,
  endpointId: exampleIds.webhookEndpoint,
  connectionId: exampleIds.connection,
  messageId: exampleIds.event,
  type: "domain.flow.completed",
  sequence: 7,
  status: "succeeded",
  attemptCount: 1,
  nextAttemptAt: null,
  settledAt: checkedAt,
  createdAt: checkedAt,
};

export const exampleDelivery: WebhookDeliveryResource = {
  ...exampleDeliverySummary,
  data: {
    from: "issuing_cert",
    to: "live",
    signal: "certificate_seen",
    hostname: "shop.example.com",
    applicationId: exampleIds.application,
  },
  attempts: [{ number: 1, startedAt: checkedAt, durationMs: 84, statusCode: 200, error: null, responseExcerpt: "ok" }],
};

export const exampleBatch: BatchResource = {
  batchId: exampleIds.batch,
  results: [
    {
      index: 0,
      hostname: "Shop.example.com",
      status: "created",
      connection: { ...exampleSummary, batchId: exampleIds.batch },
      error: null,
    },
    {
      index: 1,
      hostname: "shop.example.com/cart",
      status: "refused",
      connection: null,
      error: {
        code: "invalid",
        message: "Enter only the hostname, without https://, a port, or a path.",
        param: "items.1.hostname",
        details: { reason: "url" },
      },
    },
  ],
  created: 1,
  refused: 1,
};

export const exampleAuditEntry: AuditEntryResource = {
  id: exampleIds.auditEntry,
  actor: `key:${exampleIds.key}`,
  ip: "192.0.2.44",
  requestId: "019aa6c5-2c3f-7d88-a1b2-0f1e2d3c4b07",
  action: "application.updated",
  targetType: "application",
  targetId: exampleIds.application,
  data: { changes: { name: { from: "Shop", to: "Web shop" } } },
  createdAt: checkedAt,
};
