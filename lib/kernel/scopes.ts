/** What an API key may be allowed to do. */
export const scopes = ["connections:read", "connections:write", "apps:admin", "webhooks:write", "usage:read"] as const;
export type Scope = (typeof scopes)[number];

/** Test keys act in test applications, live keys in live ones. */
export const environments = ["live", "test"] as const;
export type Environment = (typeof environments)[number];
