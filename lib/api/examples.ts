import type { ApplicationResource, KeyResource } from "@/lib/applications/schema";
import type { ConnectionResource, ConnectionSummary, EventResource } from "@/lib/connections/schema";

/** One story that all examples of the reference tell: shop.example.com is connected to an application. */

export const exampleIds = {
  application: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a01",
  connection: "019aa6c4-9f10-7b1e-8c44-2d9f6a7b3c02",
  key: "019aa6c4-6a20-7d42-b0f3-91c2e5d84f03",
  event: "019aa6c5-0b30-7e55-a6d2-58e1b7c9a004",
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
