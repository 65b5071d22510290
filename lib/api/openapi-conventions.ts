import type { tags } from "@/lib/api/endpoints/endpoint";
import type { Header, SecurityScheme } from "@/lib/api/openapi-document";

/** What all endpoints have in common: the document's description. Markdown. */
export const conventions = `Connect your customers' own domains: prove who owns a hostname, show which DNS records to publish, and have the certificate ready before the first visitor.

## Authentication

Send an API key with each request: \`Authorization: Bearer sk_live_…\`. A key is created in an application, works for every application of that application's environment (\`test\` or \`live\`) and has scopes; each endpoint names the one that it needs. Objects that belong to someone else answer 404. Keep keys on your server: a page in a browser uses a widget token (\`POST /v1/tokens\`), which is valid for 60 minutes and only works for the endpoints that say so.

## Requests and responses

JSON with names in snake_case, times as RFC 3339 in UTC, ids as UUIDs. Unknown fields are refused by name. A body can be up to 256 KiB. Every response has an \`X-Request-Id\`: include it when you report a problem.

## Errors

All errors have the same shape: \`{"error": {"code", "message", "param", "details", "doc_url", "request_id"}}\`. Switch on \`code\`, which is stable; \`message\` is for people. \`doc_url\` says what to do.

## Pagination

Lists return \`{"data": […], "next_cursor": "…"}\`. Repeat with \`cursor\` set to \`next_cursor\` until it is null. Pages stay stable while rows are added.

## Idempotency

Send an \`Idempotency-Key\` with a POST to make it safe to retry: the same request with the same key runs once, and its response is returned again for 24 hours with \`Idempotency-Replayed: true\`. The same key with a different request is refused with \`idempotency_conflict\`. Errors are not stored.

## Rate limits

Requests are counted per key and minute. \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` (seconds) show your current usage. Over the limit, the response is 429 with \`Retry-After\`: wait that many seconds.

## Versioning

The version is in the path. Within \`v1\` fields, endpoints, event types and error codes may be added: ignore the ones that you do not know. Nothing is renamed, removed or redefined.`;

export const tagNotes: Record<(typeof tags)[number], string> = {
  connections: "A hostname, from its first check to live and beyond.",
  diagnosis: "Why a hostname is stuck, and who has to do what.",
  domains: "What is published for a hostname before you connect it.",
  "domain connect": "Records set at the DNS provider's own page: one click in place of typing.",
  email: "Which DNS records an email provider needs at a domain, and which of them are published.",
  applications: "Your products, their environments and their API keys.",
  credentials: "Access to your customers' DNS providers, with which Latchkey writes records itself.",
  tokens: "Short-lived credentials for a page in a browser.",
  support:
    "What support staff see and do, across tenants. For support staff who are signed in; every view is recorded in the tenant's audit log.",
  webhooks: "Where events are sent, and the result of each delivery.",
  stats: "Statistics for dashboards.",
  plans: "Limits, usage and billing.",
  "audit log": "Who did what, and when.",
  providers: "The DNS providers that Latchkey knows.",
  team: "Your company, its members and invitations.",
  branding:
    "How your company presents itself to the owners of domains: name, logo, color and hostname of share pages, and mails.",
  session: "The person who is signed in. For the dashboard.",
};

/** By name, for parameters whose schema has no description. */
export const parameterNotes: Record<string, string> = {
  id: "The object's id.",
  limit: "Maximum number of items.",
  cursor: "The `next_cursor` of the previous page.",
  sort: "What to sort by. Default `created_at`.",
  order: "Default: hostnames from a to z, times newest first.",
  after: "The `cursor` of the previous response. Without it, the response is a first cursor, immediately.",
  wait: "How many seconds to wait for a change.",
  format: "The file format.",
  provider: "With `terraform`: the provider whose resources to use.",
  days: "Number of days, including today.",
  months: "Number of months, including the current one.",
  state: "Only this state. Repeat it for several.",
  hostname: "Only hostnames that start with this.",
  q: "Only hostnames that contain this.",
  application_id: "Only this application.",
  connection_id: "Only this connection.",
  batch_id: "Only this batch.",
  end_user_ref: "Only what this one of your users connects. A widget token can name its own alone.",
  key_id: "The key's id.",
  user_id: "The person's id.",
};

export const securitySchemes: Record<string, SecurityScheme> = {
  session: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-latchkey.session",
    description:
      "The session cookie of a signed-in browser. Same-origin only: requests that change something need `Origin`.",
  },
  apiKey: { type: "http", scheme: "bearer", description: "An API key, `sk_test_…` or `sk_live_…`. For servers." },
  widgetToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "A token from `POST /v1/tokens`. For pages in browsers, valid for 60 minutes.",
  },
};

export const headers = {
  "X-Request-Id": { description: "Identifies this request in the log.", schema: { type: "string", format: "uuid" } },
  "RateLimit-Limit": { description: "Requests allowed per minute.", schema: { type: "integer" } },
  "RateLimit-Remaining": { description: "Requests left in this minute.", schema: { type: "integer" } },
  "RateLimit-Reset": { description: "Seconds until the next minute starts.", schema: { type: "integer" } },
  "Retry-After": { description: "Seconds to wait before you retry.", schema: { type: "integer" } },
  "Idempotency-Replayed": {
    description: "`true`: this is the stored response to the same `Idempotency-Key`.",
    schema: { type: "string", enum: ["true"] },
  },
} as const satisfies Record<string, Header>;
