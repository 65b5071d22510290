import type { Scope } from "@/lib/kernel/scopes";

/** What each scope lets a key do, for whoever makes one. */
export const scopeTexts: Record<Scope, string> = {
  "connections:read": "See connections, their records, certificates and timelines.",
  "connections:write": "Connect hostnames, verify and archive them, and mint widget tokens.",
  "apps:admin": "Create, change and delete applications, and make keys. Only for your own tooling.",
  "webhooks:write": "Create webhook endpoints, read and replay their deliveries.",
  "usage:read": "Read plans, usage and the subscription.",
};

/** What a server of yours needs to connect domains. */
export const usualScopes: readonly Scope[] = ["connections:read", "connections:write"];
