import type { Scope } from "@/lib/kernel/scopes";

/** What a key with each scope can do. */
export const scopeTexts: Record<Scope, string> = {
  "connections:read": "Read domains, their records, certificates and timelines.",
  "connections:write": "Connect, verify and archive domains, and create widget tokens.",
  "apps:admin": "Create, update and delete applications and API keys. Only for your own tooling.",
  "webhooks:write": "Manage webhook endpoints, and read and replay deliveries.",
  "usage:read": "Read plans, usage and the subscription.",
};

/** What a server needs to connect domains. */
export const usualScopes: readonly Scope[] = ["connections:read", "connections:write"];
