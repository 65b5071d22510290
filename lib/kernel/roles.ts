import { type Scope, scopes } from "@/lib/kernel/scopes";

export const roles = ["owner", "admin", "member"] as const;
export type Role = (typeof roles)[number];

/** What pages may show to support staff who look at a tenant. That they may only look is said by `assertCaller`. */
export const viewerScopes: readonly Scope[] = ["connections:read", "apps:admin", "webhooks:write", "usage:read"];

/**
 * What each role may do, as the scopes of API keys. A member works with domains and cannot make credentials. What only
 * an owner may (owners' roles, the plan) is said by the verbs: an admin has the same scopes.
 */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  owner: scopes,
  admin: scopes,
  member: ["connections:read", "connections:write", "usage:read"],
};
