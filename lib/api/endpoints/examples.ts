import { type ApplicationResource, type KeyResource, widgetThemeSchema } from "@/lib/accounts/applications/schema";
import type { BrandingResource } from "@/lib/accounts/branding/schema";
import type { CredentialResource } from "@/lib/accounts/credentials/schema";
import type { UsageResource } from "@/lib/accounts/quotas/schema";
import type { InvitationResource, MemberResource, TenantResource } from "@/lib/accounts/tenants/schema";
import type { DeviceResource, SessionResource } from "@/lib/accounts/users/schema";
import type { BatchResource, ConnectionResource, ConnectionSummary, EventResource } from "@/lib/connections/schema";
import type { DiagnosisResource, DiagnosisSnapshotResource, ShareLinkResource } from "@/lib/diagnosis/schema";
import type { SetUpResource } from "@/lib/diagnosis/setup/schema";
import { challenge } from "@/lib/dns/records/challenge";
import { byUsageKind, plans, type UsageKind, usageKindNames, usageKinds } from "@/lib/kernel/plans";
import { scopes } from "@/lib/kernel/scopes";
import type { AuditEntryResource } from "@/lib/platform/audit/schema";
import type {
  SupportConnection,
  SupportJobResource,
  SupportNoteResource,
  SupportQueueGroup,
  SupportTenant,
} from "@/lib/support/schema";
import type { WebhookDeliveryResource, WebhookDeliverySummary, WebhookEndpointResource } from "@/lib/webhooks/schema";

/** All examples of the reference share one story: shop.example.com is connected to an application. */

export const exampleIds = {
  application: "019aa6c4-5d00-7c3a-9a51-6f0d3c1f2a01",
  connection: "019aa6c4-9f10-7b1e-8c44-2d9f6a7b3c02",
  credential: "019aa6c4-6b30-7d53-a1e4-82d3f6e95b0d",
  key: "019aa6c4-6a20-7d42-b0f3-91c2e5d84f03",
  event: "019aa6c5-0b30-7e55-a6d2-58e1b7c9a004",
  batch: "019aa6c4-9f10-7c66-9f3a-7b02d4e6c005",
  auditEntry: "019aa6c5-2c40-7a77-8b14-c3d5e7f9a006",
  webhookEndpoint: "019aa6c4-7b40-7a61-9d15-3c8e0f2b6a05",
  webhookDelivery: "019aa6c5-0b31-7c72-8e26-4d9f1a3c7b06",
  shareLink: "019aa6c6-1d50-7b83-9c37-5e0a2b4d8c09",
  snapshot: "019aa6c6-0c40-7a62-8b15-4d9f1a3c7b0a",
  tenant: "019aa6c3-1a00-7d11-8b42-5c7e9f1a2b07",
  user: "019aa6c3-1a01-7e22-9c53-6d8f0a2b3c08",
  /** A colleague of that user. */
  member: "019aa6c3-2b10-7f33-8d64-7e901b3c4d09",
  session: "019aa6c4-3c20-7a44-9e75-8fa12c4d5e0a",
  invitation: "019aa6c4-4d30-7b55-8f86-90b23d5e6f0b",
  supportNote: "019aa6c6-2e60-7c94-8d48-6f1b3c5e9d0c",
  plan: "019aa6c6-3f70-7da5-8e59-7a2c4d6f0e0d",
  job: "4711",
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
  upstreamHost: null,
  verifyOrigin: false,
  repairDrift: false,
  widget: widgetThemeSchema.parse({}),
  createdAt: startedAt,
};

export const exampleCredential: CredentialResource = {
  id: exampleIds.credential,
  applicationId: exampleIds.application,
  provider: "digitalocean",
  providerName: "DigitalOcean",
  label: "DNS of example.com",
  fields: { api_token: "••••7f3a" },
  zones: ["example.com"],
  zoneCount: 1,
  zonesComplete: true,
  probedZone: "example.com",
  createdAt: startedAt,
  testedAt: startedAt,
  lastUsedAt: checkedAt,
  lastError: null,
  expiresAt: null,
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
  endUserRef: null,
  errorCode: null,
  unreachableSince: null,
  createdAt: startedAt,
  finding: { code: "txt-missing", title: "The TXT record is not there yet", urgency: "waiting" },
};

const record = {
  host: "shop.example.com",
  type: "CNAME",
  value: "edge.example.net",
  ttl: 300,
  priority: null,
} as const;

export const exampleChallenge = {
  name: challenge.name(exampleSummary.hostname),
  type: "TXT",
  value: challenge.value("5nVQk2y7b0pQnHnYH2sZ8w3rTgA"),
} as const;

/** As it was just created: nothing is published yet. */
export const exampleConnection: ConnectionResource = {
  ...exampleSummary,
  registrableDomain: "example.com",
  ownershipChallenge: exampleChallenge,
  desiredRecords: [record],
  observedRecords: [{ ...record, propagated: null, observedValue: null, observedAt: null }],
  certificate: {
    status: "unknown",
    issuer: null,
    serial: null,
    notBefore: null,
    notAfter: null,
    renewsFrom: null,
    checkedAt: null,
    error: null,
    queuedUntil: null,
  },
  ownership: "pending",
  pointing: "unknown",
  stop: null,
  contest: null,
  writing: null,
  metadata: {},
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
  stop: { releasedAt: checkedAt, settledAt: null, seconds: null, edges: [], unconfirmed: [] },
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
  waitUntil: null,
  disabledAt: null,
  disabledReason: null,
  previousSecretExpiresAt: null,
  createdAt: startedAt,
};

export const exampleDeliverySummary: WebhookDeliverySummary = {
  id: exampleIds.webhookDelivery,
  endpointId: exampleIds.webhookEndpoint,
  connectionId: exampleIds.connection,
  hostname: "shop.example.com",
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
      hostname: "*.example.com",
      status: "refused",
      connection: null,
      error: {
        code: "invalid",
        message: "A wildcard cannot be connected. Enter one hostname, such as shop.example.com.",
        param: "items.1.hostname",
        details: { reason: "wildcard" },
      },
    },
  ],
  created: 1,
  refused: 1,
};

export const exampleAuditEntry: AuditEntryResource = {
  id: exampleIds.auditEntry,
  actor: `key:${exampleIds.key}`,
  actorName: "Production server",
  actorRole: null,
  ip: "192.0.2.44",
  requestId: "019aa6c5-2c3f-7d88-a1b2-0f1e2d3c4b07",
  action: "application.updated",
  targetType: "application",
  targetId: exampleIds.application,
  environment: "live",
  visit: null,
  data: { changes: { name: { from: "Shop", to: "Web shop" } } },
  createdAt: checkedAt,
};

export const exampleTenant: TenantResource = {
  id: exampleIds.tenant,
  name: "Example Shops",
  plan: "pro",
  createdAt: startedAt,
};

export const exampleMember: MemberResource = {
  userId: exampleIds.member,
  email: "noor@example.net",
  name: "Noor",
  role: "member",
  createdAt: startedAt,
};

export const exampleInvitation: InvitationResource = {
  id: exampleIds.invitation,
  email: "kim@example.net",
  role: "member",
  invitedBy: `user:${exampleIds.user}`,
  expiresAt: new Date("2026-11-30T09:31:12.000Z"),
  createdAt: checkedAt,
};

export const exampleSession: SessionResource = {
  id: exampleIds.session,
  user: {
    id: exampleIds.user,
    email: "ada@example.net",
    name: "Ada",
    emailVerified: true,
    hasPassword: true,
    tourEnded: true,
  },
  tenant: { id: exampleIds.tenant, name: "Example Shops", plan: "pro" },
  role: "owner",
  scopes: [...scopes],
  memberships: [{ tenantId: exampleIds.tenant, name: "Example Shops", role: "owner" }],
  isStaff: false,
  viewingUntil: null,
  expiresAt: new Date("2026-12-23T09:31:12.000Z"),
};

export const exampleDevice: DeviceResource = {
  id: exampleIds.session,
  isCurrent: true,
  ip: "192.0.2.44",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
  createdAt: startedAt,
  lastSeenAt: checkedAt,
  expiresAt: new Date("2026-12-23T09:31:12.000Z"),
};

/** A minute after it was created: the full name was typed where the provider appends the domain. */
const exampleFinding: DiagnosisResource["findings"][number] = {
  code: "txt-name-doubled",
  severity: "blocking",
  urgency: "mistake",
  title: "The domain's name was appended twice",
  explanation: `The TXT record is there, but at ${exampleChallenge.name}.example.com. Your DNS provider appends example.com by itself, so the full name in the form made it appear twice.`,
  fix: `Edit the record: as host type “${challenge.name("shop")}” (not the full name ${exampleChallenge.name}). The value stays as it is.`,
  who: "customer",
  evidence: [
    `${exampleChallenge.name}.example.com: TXT “${exampleChallenge.value}”`,
    `${exampleChallenge.name}: not there`,
  ],
  eta: null,
  record: {
    action: "add",
    host: challenge.name("shop"),
    fqdn: exampleChallenge.name,
    type: "TXT",
    value: exampleChallenge.value,
  },
  docUrl: "https://app.example.net/docs/troubleshooting#txt-name-doubled",
};

export const exampleDiagnosis: DiagnosisResource = {
  connectionId: exampleIds.connection,
  hostname: "shop.example.com",
  findings: [exampleFinding],
  evidence: {
    zone: "example.com",
    provider: "cloudflare",
    parts: {
      dns: "ok",
      chain: "ok",
      caa: "ok",
      services: "ok",
      registration: "skipped",
      referral: "skipped",
      recursive: "ok",
      reach: "ok",
      ask: "ok",
      connection: "ok",
      upstream: "ok",
      workers: "ok",
    },
    questions: { asked: 34, limit: 64 },
    answers: [
      {
        name: exampleChallenge.name,
        type: "TXT",
        servers: [
          { server: "alice.ns.cloudflare.com", address: "198.51.100.53", kind: "nxdomain", reason: null, values: [] },
        ],
      },
    ],
    aliases: ["edge.example.net"],
    addresses: [{ address: "198.51.100.10", http: "open", https: "open", reachesEdge: true }],
  },
  checkedAt,
  tookMs: 212,
};

export const exampleSnapshot: DiagnosisSnapshotResource = {
  id: exampleIds.snapshot,
  codes: ["txt-name-doubled"],
  appeared: ["txt-name-doubled"],
  cleared: ["txt-missing"],
  findings: [exampleFinding],
  takenAt: checkedAt,
};

export const exampleShareLink: ShareLinkResource = {
  id: exampleIds.shareLink,
  connectionId: exampleIds.connection,
  createdBy: `key:${exampleIds.key}`,
  expiresAt: new Date("2026-11-30T09:31:12.000Z"),
  revokedAt: null,
  createdAt: checkedAt,
  mailedTo: null,
  url: "https://app.example.net/connect/qB3n0Y5uHq7cV1kLw8sT2xZr4mJd6fGa",
  firstOpenedAt: new Date("2026-11-23T09:38:20.000Z"),
  lastOpenedAt: new Date("2026-11-23T09:38:20.000Z"),
};

const exampleLogoUrl = "/logos/9f2c1b7a4d8e6f5031b2c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8";

export const exampleBranding: BrandingResource = {
  displayName: "Example Shops",
  color: "#1f4fd8",
  helpUrl: "mailto:help@example.net",
  hidePoweredBy: false,
  poweredByRemovable: true,
  logo: { url: exampleLogoUrl, mediaType: "image/png", width: 320, height: 80, sizeBytes: 4_812 },
  hostname: { connectionId: exampleIds.connection, hostname: "connect.example.com", isLive: true },
  brand: {
    name: "Example Shops",
    logoUrl: exampleLogoUrl,
    color: "#1f4fd8",
    helpUrl: "mailto:help@example.net",
    poweredBy: true,
    linkOrigin: "https://connect.example.com",
  },
  updatedAt: checkedAt,
};

export const exampleSetUp: SetUpResource = {
  connectionId: exampleIds.connection,
  hostname: "shop.example.com",
  hostnameUnicode: "shop.example.com",
  zone: "example.com",
  kind: "subdomain",
  state: "pending_ownership",
  setupType: "manual",
  stage: "records",
  language: "en",
  provider: {
    key: "cloudflare",
    name: "Cloudflare",
    dnsPageUrl: "https://dash.cloudflare.com/?to=/:account/example.com/dns/records",
    hostLabelStyle: "relative",
    notes: "Set the record to “DNS only” (grey cloud): a proxied record hides the one that was asked for.",
    form: null,
  },
  why: "So that shop.example.com works with Example Shops, its DNS needs the records below.",
  steps: [
    {
      id: `add TXT ${exampleChallenge.name} ${exampleChallenge.value}`,
      action: "add",
      status: "todo",
      type: "TXT",
      host: exampleChallenge.name.replace(".example.com", ""),
      fullHost: exampleChallenge.name,
      recommended: "host",
      value: exampleChallenge.value,
      ttl: 300,
      seen: [],
      because: "It shows that the domain is yours.",
      servers: [{ server: "alice.ns.cloudflare.com", status: "missing", values: [] }],
    },
  ],
  notes: [],
  leave: "Leave all other records as they are.",
  isDone: false,
  finding: {
    code: "txt-missing",
    who: "you",
    title: "The record is not there yet",
    text: "It shows that the domain is yours.",
    fix: "Add the record.",
  },
  nextCheckAt: new Date("2026-11-23T09:31:14.000Z"),
  expectedAt: new Date("2026-11-23T10:01:12.000Z"),
  expectedBecause: "negative_ttl",
  brand: exampleBranding.brand,
  checkedAt,
  expiresAt: null,
};

export const exampleJob: SupportJobResource = {
  id: exampleIds.job,
  name: "check-ownership",
  payload: { tenantId: exampleIds.tenant, connectionId: exampleIds.connection },
  runAt: new Date("2026-11-23T09:31:14.000Z"),
  attempts: 0,
  lastError: null,
  failedAt: null,
  lockedUntil: null,
  createdAt: startedAt,
};

export const exampleStuck: SupportQueueGroup["examples"][number] = {
  id: exampleIds.connection,
  tenantId: exampleIds.tenant,
  tenantName: "Example Shops",
  hostname: "shop.example.com",
  state: "pending_ownership",
  errorCode: null,
  stateChangedAt: startedAt,
  waitingSince: startedAt,
  assignee: { id: exampleIds.user, name: "Grace" },
};

export const exampleSupportNote: SupportNoteResource = {
  id: exampleIds.supportNote,
  author: `staff:${exampleIds.user}`,
  authorName: "Grace",
  text: "Called them: they change it tonight.",
  createdAt: checkedAt,
};

export const exampleSupportReply: SupportConnection["reply"] = {
  subject: "shop.example.com: The domain's name was appended twice",
  text: "Hello,\n\nwe looked into why shop.example.com is not working yet. …",
};

const exampleMonth = { start: new Date("2026-11-01T00:00:00.000Z"), end: new Date("2026-12-01T00:00:00.000Z") };

/** A month on the pro plan. A kind that is not given was not used. */
export function exampleUsage(used: Partial<Record<UsageKind, number>>): UsageResource {
  return {
    plan: "pro",
    period: exampleMonth,
    ...byUsageKind(usageKindNames, (kind) => {
      const limit = plans.pro.limits[kind] ?? 0;
      const periodEnd = { never: null, month: exampleMonth.end, day: new Date("2026-11-15T00:00:00.000Z") };
      const remaining = limit - (used[kind] ?? 0);
      return { used: used[kind] ?? 0, limit, remaining, periodEnd: periodEnd[usageKinds[kind].reset] };
    }),
  };
}

export const exampleSupportTenant: SupportTenant = {
  ...exampleTenant,
  plan: "pro",
  limitOverrides: { connect: 500 },
  usage: {
    ...exampleUsage({ connect: 12, activeDomain: 9, cert: 9, apiCall: 4_120 }),
    connect: { used: 12, limit: 500, remaining: 488, periodEnd: exampleMonth.end },
  },
  members: 2,
  applications: 1,
  states: [
    { state: "pending_ownership", count: 1 },
    { state: "live", count: 8 },
  ],
};
