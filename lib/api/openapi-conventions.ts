import type { tags } from "@/lib/api/endpoints/endpoint";
import type { Header, SecurityScheme } from "@/lib/api/openapi-document";

/** What holds for every endpoint: the document's description. Markdown. */
export const conventions = `Connect your customers' own domains: prove who owns a hostname, say which DNS records to publish, and have the certificate ready before the first visitor comes.

## Authentication

Send an API key with each request: \`Authorization: Bearer sk_live_…\`. A key belongs to one application, acts in that application's environment (\`test\` or \`live\`) and has scopes; each endpoint names the one that it needs. What belongs to somebody else answers 404. Keep keys on your server: a page in a browser gets a widget token (\`POST /v1/tokens\`), which lives for 60 minutes and may call only the endpoints that say so.

## Requests and answers

JSON with names in snake_case, times as RFC 3339 in UTC, ids as UUIDs. A field that does not exist is refused by its name. Bodies may have 256 KiB. Every answer carries \`X-Request-Id\`; tell it to us when something is wrong.

## Errors

Every error has one shape: \`{"error": {"code", "message", "param", "details", "doc_url", "request_id"}}\`. Switch on \`code\`, which is stable; \`message\` is for people. \`doc_url\` says what to do.

## Pagination

Lists answer \`{"data": […], "next_cursor": "…"}\`. Ask again with \`cursor\` set to \`next_cursor\` until that is null. Pages stay what they were while rows are added.

## Idempotency

Send an \`Idempotency-Key\` with a POST, and it is safe to repeat: the same request with the same key is done once, and its answer is given again for 24 hours, with \`Idempotency-Replayed: true\`. The same key with another request is refused with \`idempotency_conflict\`. Errors are not kept.

## Rate limits

Requests are counted by the minute and by key. \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` (seconds) say where you stand. Over the limit the answer is 429 with \`Retry-After\`: wait that many seconds.

## Versioning

The version is in the path. Within \`v1\` fields, endpoints, event types and error codes may be added: ignore what you do not know. Nothing is renamed, removed or given another meaning.`;

export const tagNotes: Record<(typeof tags)[number], string> = {
  connections: "One hostname on its way to live, and after.",
  diagnosis: "Why a hostname is stuck, and who must do what.",
  domains: "What a hostname looks like, before you connect it.",
  applications: "Your products, their environments and their API keys.",
  tokens: "Short-lived credentials for a page in a browser.",
  support:
    "What support staff see and do, across tenants. For people of support staff who are signed in; each look is written to the audit log of the tenant.",
  webhooks: "Where we tell you what happened, and what became of each message.",
  stats: "Figures about all of it, for dashboards.",
  plans: "What is included, what is used, and how to get more.",
  "audit log": "Who did what.",
  providers: "The DNS providers that we know.",
  team: "Your company, its people, and who is invited.",
  session: "Whoever is signed in with a browser: for the dashboard itself.",
};

/** Of parameters whose schema does not describe itself, by name. */
export const parameterNotes: Record<string, string> = {
  id: "The object's id.",
  limit: "How many at most.",
  cursor: "The `next_cursor` of the page before.",
  sort: "What to sort by; without it `created_at`.",
  order: "Without it hostnames go from a to z, and times from the newest.",
  after: "The `cursor` of the answer before; without it the answer is a first cursor, at once.",
  wait: "For how many seconds to wait until something changes.",
  format: "What kind of file.",
  provider: "With `terraform`: whose resources.",
  days: "How many days, today included.",
  months: "How many months, the current one included.",
  state: "Only in this state; may be given more than once.",
  hostname: "Only hostnames that begin with this.",
  q: "Only hostnames that contain this.",
  application_id: "Only of this application.",
  connection_id: "Only of this connection.",
  batch_id: "Only of this batch.",
  key_id: "The key's id.",
  user_id: "The person's id.",
};

export const securitySchemes: Record<string, SecurityScheme> = {
  session: {
    type: "apiKey",
    in: "cookie",
    name: "__Host-latchkey.session",
    description: "The cookie of a browser that is signed in. Same-origin only: what changes something needs `Origin`.",
  },
  apiKey: { type: "http", scheme: "bearer", description: "An API key, `sk_test_…` or `sk_live_…`. For servers." },
  widgetToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "A token of `POST /v1/tokens`. For pages in browsers: it lives for 60 minutes.",
  },
};

export const headers = {
  "X-Request-Id": { description: "Names this request in our log.", schema: { type: "string", format: "uuid" } },
  "RateLimit-Limit": { description: "Requests that are allowed in a minute.", schema: { type: "integer" } },
  "RateLimit-Remaining": { description: "Requests that are left in this minute.", schema: { type: "integer" } },
  "RateLimit-Reset": { description: "Seconds until the next minute begins.", schema: { type: "integer" } },
  "Retry-After": { description: "Seconds to wait before you try again.", schema: { type: "integer" } },
  "Idempotency-Replayed": {
    description: "`true`: this answer was given before, to the same `Idempotency-Key`.",
    schema: { type: "string", enum: ["true"] },
  },
} as const satisfies Record<string, Header>;
